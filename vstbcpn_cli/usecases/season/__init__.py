"""What the office keeps for a season: the log of receipts and the warnings it lets rest."""
