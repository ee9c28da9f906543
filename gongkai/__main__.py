"""`python -m gongkai` is the command line."""

import sys

from gongkai.cli import main

sys.exit(main())
