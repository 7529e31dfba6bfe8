"""A Word template of the office: opened, checked, filled in, and the written document read back."""
