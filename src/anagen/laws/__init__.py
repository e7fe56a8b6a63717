"""The equations: compiled, numbers in and numbers out, one equation a function."""
