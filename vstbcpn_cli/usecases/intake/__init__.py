"""Returned files to judged submissions booked under their units; each is read in a process of its own."""
