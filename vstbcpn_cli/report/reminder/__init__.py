"""The letters that remind: one to all with the list of those missing, a letter and a short text to each unit."""
