"""From a printed figure to the cells it was made of, and from a cell to the figures."""
