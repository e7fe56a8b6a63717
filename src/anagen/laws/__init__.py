"""The equations: compiled, numbers in and numbers out, one equation a function."""

import anagen.compiled  # noqa: F401  sets the folder of compiled code before the first law is compiled
