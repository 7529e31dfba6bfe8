"""What goes back to one unit: the words of its findings, the slip and the short text."""
