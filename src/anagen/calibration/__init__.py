"""From published trials back to the numbers that no paper measured."""
