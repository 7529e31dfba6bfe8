"""Stored cells to a Submission: codes found, values understood, nothing left unaccounted for."""
