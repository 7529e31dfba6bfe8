"""What a blank looks like: where everything stands, what is printed, and the file that carries it."""
