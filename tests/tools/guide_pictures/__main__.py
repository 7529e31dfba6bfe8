"""`python -m tests.tools.guide_pictures` makes the pictures of the guide again."""

from tests.tools.guide_pictures.drawing import main

main()
