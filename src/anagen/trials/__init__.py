"""In-silico trials: a protocol as a file, run and set beside what was published."""
