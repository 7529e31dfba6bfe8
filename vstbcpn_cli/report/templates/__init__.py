"""The office's sentences and Word template: rendered in a sandbox, checked before they are used."""
