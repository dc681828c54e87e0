"""The command line: one file a command under `commands/`. The only place that prints.

Data goes to standard output, all else to standard error, progress only where standard error is a terminal.
"""
