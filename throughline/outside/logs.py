"""Logs that tell what failed, and nobody's words."""

import logging
import re

# PostgreSQL repeats the row that failed, with all that it says of somebody, up to what follows the message.
_DETAIL = re.compile(r"DETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\nTraceback \(most|\Z)", re.DOTALL)


class WithoutDetail(logging.Formatter):
    """Write a record without the detail of a database's error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback where there is one."""
        return _DETAIL.sub("DETAIL: left out", super().format(record))
