"""One verb a file: the shell that reads, asks the pure packages what to do, and does it."""
