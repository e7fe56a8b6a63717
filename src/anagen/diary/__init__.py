"""The diary of one person: what was taken, done, counted, measured and felt, and what it says of the forecast."""
