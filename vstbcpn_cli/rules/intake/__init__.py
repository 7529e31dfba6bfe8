"""What the reader recorded, in words: one file for each kind of problem."""
