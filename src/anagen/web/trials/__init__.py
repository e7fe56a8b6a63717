"""Trials for the pages of researchers: texts that users bring, and results beside each other."""
