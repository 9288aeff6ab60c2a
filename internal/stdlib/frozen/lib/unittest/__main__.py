"""python -m unittest."""

import os
import sys

from .main import main

__unittest = True

if sys.argv[0].endswith("__main__.py"):
    # The help text names the command that was really typed.
    sys.argv[0] = os.path.basename(sys.executable) + " -m unittest"

main(module=None)
