"""How results are printed on a terminal: findings, summaries, traces, and what was not read."""
