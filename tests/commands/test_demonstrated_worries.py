"""The demonstration has a worry that waits and one that is closed."""

import pytest

from throughline.commands import demonstration
from throughline.models import Worry


@pytest.mark.django_db
def test_one_worry_waits_and_one_is_closed_with_somebody_told():
    demonstration.make(people_wanted=2)

    waits, closed = Worry.objects.get(closed_at=None), Worry.objects.get(closed_at__isnull=False)
    assert (waits.closed_at, waits.opened_at) == (None, None)
    assert closed.told.count() == 1
    assert waits.readers.count() == closed.readers.count() == 2
