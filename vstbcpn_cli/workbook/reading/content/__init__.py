"""What one stored cell says, wherever it stands: text, number, date, yes or no, or the problem it has."""
