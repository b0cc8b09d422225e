"""The web's figures, counted by the clock from records made through actions: small worlds whose answer is known by hand."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests import cast as casting
from tests import rossi
from tests.cast import TODAY
from throughline.actions import lists, movements
from throughline.exchange import custody_file, liberations
from throughline.exchange.reference import towns
from throughline.jobs import figures
from throughline.queries.lists import fates, places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db):
    """The cast, in a database that the clock's own connection sees."""
    return casting.make()


@transaction.atomic
def load_rossi(cast, *, on=TODAY):
    """Let the 432 come out and go back, through a list and a custody file."""
    coach, day = cast.stands("prison_coach"), rossi.RELEASED - timedelta(days=1)
    content = rossi.liberation_list()
    reading = liberations.read(content, places=places(towns()), on=day)
    found = fates(reading.rows, by=coach, programme=cast.programme, on=day)
    upload = lists.keep(by=coach, kind="liberation", file_name="list.csv", content=content, today=day)
    lists.apply_liberations(upload.pk, by=coach, fates=found, bad=reading.bad, programme=cast.programme, today=day)
    content = rossi.custody_file()
    upload = lists.keep(by=coach, kind="custody", file_name="custody.csv", content=content, today=on)
    rows = custody_file.read(content, places=places(towns()), on=on).rows
    movements.load(upload.pk, by=coach, movements=rows, bad=[], today=on)


@pytest.mark.ledger("E4")
def test_of_rossis_432_who_came_out_114_are_back_within_12_months(cast):
    """Rossi, Berk & Lenihan (1980): 114 of 432 arrested within 52 weeks (the data's own column); 52 weeks end before 12 months do."""
    load_rossi(cast)

    made = figures.run(on=TODAY)

    found = made.body["figures"]["return"]["full"]
    assert (found["n"], dict(found["left_out"])) == (432, {"not_out": 0, "out_before": 0, "unknown_day": 0, "again": 0})
    (year,) = [one for one in found["shares"] if (one["of"], one["months"]) == ("all", 12)]
    assert (year["count"], year["n"]) == (114, 432)
    assert year["lower"] == pytest.approx(0.22454, abs=1e-5)  # by hand: Wilson, z = 1.959964
    assert year["upper"] == pytest.approx(0.30740, abs=1e-5)
    (curve,) = [one for one in found["curves"] if one["of"] == "all"]
    assert curve["steps"][-1][1] == pytest.approx(318 / 432)
