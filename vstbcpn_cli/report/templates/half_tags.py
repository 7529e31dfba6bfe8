"""Half of a tag, which would be printed as it stands."""

import re

HALF_TAG = re.compile(r"\{[_\s]*[{%#]|[}%#][_\s]*\}")
"""Half of a tag, or two braces that a space keeps apart: both would be printed."""
