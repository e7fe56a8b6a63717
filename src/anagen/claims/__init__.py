"""What the two source documents say, as data, and what the model shows of each of it, as checks that run it.

`read.claims` holds the claims, `checks.check` runs one. Their file (`evidence/claims.toml`) says what must come of each
check; a function in the file of its topic measures it. Nothing here says that a claim holds but the numbers.
"""

from anagen.claims.checks import Check, Finding, check, check_all, ids_of
from anagen.claims.read import Claim, Requirement, Shortfall, claims

__all__ = ["Check", "Claim", "Finding", "Requirement", "Shortfall", "check", "check_all", "claims", "ids_of"]
