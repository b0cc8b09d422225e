"""The demonstration shows a conflict, a seal, cover, and an emergency that waits to be looked into."""

import pytest

from throughline.commands.demonstration import make
from throughline.models import BreakGlass, Conflict, Cover, Seal

pytestmark = pytest.mark.django_db


def test_there_is_one_of_each(db, settings):
    settings.DEMO = True
    make(people_wanted=24)

    assert Conflict.objects.filter(person__isnull=False).count() == Conflict.objects.filter(person=None).count() == 1
    assert [one.ended_at for one in Seal.objects.all()] == [None]
    assert BreakGlass.objects.get(reviewed_at=None).asked
    assert Cover.objects.count() == 1
