"""Findings marked in a returned workbook, everything else left byte for byte."""
