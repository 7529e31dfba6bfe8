"""What a report is made of, as values: tables, charts and their captions. Nothing here knows what file they become."""
