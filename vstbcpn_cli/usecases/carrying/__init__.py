"""A return on an earlier form put on the form of today: what maps is filled in, what does not is listed."""
