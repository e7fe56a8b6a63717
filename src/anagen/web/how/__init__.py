"""How hair loss works, to be tried out: one follicle that lives by the model's own laws, and its drawing."""
