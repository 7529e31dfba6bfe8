"""Rules that look at every form."""
