"""The figures as open data: a CSV package and one JSON document."""
