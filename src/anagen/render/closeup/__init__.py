"""What close-ups are made of: a square of scalp, its skin, its shafts; a follicle in section."""
