"""Two sets of figures held against each other: what changed, and the cells and files that changed it."""
