"""Pictures of a simulated head: pure functions of its state, with no clock and no chance of their own."""
