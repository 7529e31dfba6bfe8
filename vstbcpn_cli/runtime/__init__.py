"""What keeps files whole and processes bounded; knows nothing of forms or reports."""
