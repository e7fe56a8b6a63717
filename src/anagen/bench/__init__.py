"""How fast the kernel is: the product's own passes against a C reference, and the full biology beside them."""
