"""Strengths, weaknesses, causes, directions and proposals that the figures bear, in the words of `danh-gia.toml`."""
