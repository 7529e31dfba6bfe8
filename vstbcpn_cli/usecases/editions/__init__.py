"""Editions made, checked and read: a form for the next year without a programmer."""
