"""Figures: each takes axes and returns them; a table gives the same numbers."""
