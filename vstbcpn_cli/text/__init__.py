"""Text from outside made harmless, and Vietnamese numbers, dates and words; knows nothing of forms."""
