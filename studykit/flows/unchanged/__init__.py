"""Telling that nothing changed with next to nothing loaded: what is asked most often has to be over at once.

Begin with `standstill`, which loads no command line and no settings. `noop` asks the same with everything at hand, and
`glance` is what both see of a vault: names and stats. Import nothing heavy here.
"""
