"""The machine that runs the laws: every follicle's life, event by event."""
