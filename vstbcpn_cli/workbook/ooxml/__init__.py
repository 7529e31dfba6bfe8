"""The parts of an OOXML package, read with the bounds of a real form."""
