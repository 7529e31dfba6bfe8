"""The Word report: the template filled, tables and charts at their places, annexes, all read back."""
