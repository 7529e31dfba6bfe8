"""The office's sentences: rendered in a sandbox, checked before they are used."""
