"""Rules that an edition declares as constraints with parameters of their own."""
