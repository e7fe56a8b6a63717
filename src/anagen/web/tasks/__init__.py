"""What the runner does in the background, one kind of job a file."""
