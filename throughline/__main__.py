"""`python -m throughline` is the `throughline` command."""

import sys

from throughline.commands import main

sys.exit(main())
