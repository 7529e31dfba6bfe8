"""How large a returned file may be, and the first bytes by which packages and older workbooks are told."""

LARGEST_FILE = 50 * 2**20
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
