"""A guided session with a dermaroller: checks, the scalp in sections, directions in turn, what comes after, a log."""
