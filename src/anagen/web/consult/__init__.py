"""The consultation as pages: one question a screen, what its form carries, and the answers as a file."""
