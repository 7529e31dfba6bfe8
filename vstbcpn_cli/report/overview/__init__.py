"""The overview of a season: one page for a browser, and the same as lists."""
