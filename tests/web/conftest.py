"""What tests of pages share."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.cast import TODAY


@pytest.fixture
def at(time_machine):
    """Let the web's clock stand at the tests' today."""
    time_machine.move_to(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=ZoneInfo("Europe/London")), tick=True)
