"""What a template may name and print: figures, lists, charts, comparisons and remarks, as values."""
