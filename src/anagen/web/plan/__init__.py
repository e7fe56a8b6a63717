"""The plan: one option chosen, as it is kept, shown and reported."""
