"""Rules that compare units or periods."""
