"""Who: one person, and people drawn at random who fit a description."""
