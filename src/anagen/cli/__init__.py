"""The command line: thin faces of the public functions."""
