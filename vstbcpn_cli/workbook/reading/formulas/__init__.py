"""What formulas give: calculated, and held against the results that are stored."""
