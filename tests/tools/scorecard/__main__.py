"""`python -m tests.tools.scorecard [ROW …]`."""

import sys

from tests.tools.scorecard import main

sys.exit(main(sys.argv[1:]))
