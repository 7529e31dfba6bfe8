"""A written set held against its manifest, its inputs and the paper it was signed on."""
