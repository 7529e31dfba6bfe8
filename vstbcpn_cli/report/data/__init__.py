"""The figures as open data: three tables with their package, a workbook for people, one JSON document."""
