"""One use case per file: wire the layers, loop over the files, return a result; no terminal, no exit codes."""
