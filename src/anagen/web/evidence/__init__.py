"""What is known, as pages: a shelf of all there is, and a leaf for each thing on it."""
