"""Run the command line with ``python -m anagen``."""

import sys

from anagen.cli.app import main

sys.exit(main())
