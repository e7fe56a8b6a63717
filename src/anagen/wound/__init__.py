"""Wounds of the skin that wake the hair: sessions of needling and of platelets, and what follows them."""
