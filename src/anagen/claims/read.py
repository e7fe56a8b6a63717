"""The claims, as `anagen.evidence.claims` has them, beside the checks that run them."""

from anagen.evidence.claims import DOCUMENTS, VERDICTS, Claim, Requirement, Shortfall, claims

__all__ = ["DOCUMENTS", "VERDICTS", "Claim", "Requirement", "Shortfall", "claims"]
