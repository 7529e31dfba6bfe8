"""What keeps files whole and text harmless; knows nothing of forms or reports."""
