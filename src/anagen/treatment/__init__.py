"""What is given: drugs, regimens as text, and the drives they make."""
