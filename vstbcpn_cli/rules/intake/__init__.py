"""What the reader recorded, in words: `messages.toml`, and the one kind that has lines on the form."""
