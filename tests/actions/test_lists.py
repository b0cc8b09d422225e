"""Loading lists: whole or not at all, the same list twice once, and real people's returns read from the records."""

from collections import Counter
from datetime import timedelta

import pytest

from tests import rossi
from tests.cast import TODAY, days
from tests.histories import arrive
from throughline.actions import lists, movements
from throughline.domain.listed import ListedPerson
from throughline.exchange import custody_file, liberations
from throughline.exchange.reference import towns
from throughline.models import CustodyPeriod, Episode, HeldRow, Person, Upload
from throughline.queries.lists import fates, places

pytestmark = pytest.mark.django_db

HEADERS = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Sentence date,Sentence length,Town"


def load(cast, content: bytes, *, by="prison_coach", on=TODAY):
    standing = cast.stands(by)
    reading = liberations.read(content, places=places(towns()), on=on)
    assert reading.refused is None
    found = fates(reading.rows, by=standing, programme=cast.programme, on=on)
    upload = lists.keep(by=standing, kind="liberation", file_name="list.csv", content=content, today=on)
    lists.apply_liberations(upload.pk, by=standing, fates=found, bad=reading.bad, programme=cast.programme, today=on)
    return [fate.what for fate in found], upload


def decide(cast, held, *, same, by="prison_coach"):
    standing = cast.stands(by)
    facts = lists.held_facts(held, ListedPerson)
    (again,) = fates([facts], by=standing, programme=cast.programme, on=TODAY, said=(held.person_id, same))
    return lists.decide(held.pk, by=standing, same=same, again=again, programme=cast.programme, today=TODAY)


def row(
    spin="100201",
    surname="Reid",
    forename="Daniel",
    born="04/05/1992",
    prison="Barlinnie",
    out=30,
    town="Shettleston",
    length="420",
):
    day = days(out) if isinstance(out, int) else None
    return (
        f"{spin},{surname},{forename},{born},{prison},{day:%d/%m/%Y},{days(-200):%d/%m/%Y},{length},{town}"
        if day
        else f"{spin},{surname},{forename},{born},{prison},,,,{town}"
    )


@pytest.mark.ledger("J1")
def test_a_new_person_belongs_to_the_duty_coach_and_the_same_list_again_changes_nothing(cast):
    content = f"{HEADERS}\n{row()}".encode()
    what, upload = load(cast, content)
    assert what == ["new"]
    episode = Episode.objects.get()
    assert episode.owner == cast.prison_coach
    assert Person.objects.visible_to(cast.stands("team_lead")).count() == 1
    assert not Person.objects.visible_to(cast.stands("stranger")).exists()
    before = (Person.objects.count(), CustodyPeriod.objects.count(), episode.person.grants.count())

    again, _ = load(cast, content)

    assert again == ["same"]
    assert (Person.objects.count(), CustodyPeriod.objects.count(), episode.person.grants.count()) == before
    upload.refresh_from_db()
    assert b"Reid" not in bytes(upload.sealed)


def test_a_moved_date_and_a_moved_prison_are_told_apart_and_kept(cast):
    load(cast, f"{HEADERS}\n{row()}".encode())

    moved_date, _ = load(cast, f"{HEADERS}\n{row(out=20)}".encode())
    moved_prison, _ = load(cast, f"{HEADERS}\n{row(out=20, prison='Low Moss')}".encode())

    assert (moved_date, moved_prison) == (["date_moved"], ["moved_prison"])
    period = CustodyPeriod.objects.get()
    assert list(period.liberation_dates.values_list("day", flat=True)) == [days(30), days(20)]
    assert Episode.objects.get().owner == cast.other_coach


def test_somebody_who_cannot_join_is_kept_with_the_reason(cast):
    content = f"{HEADERS}\n{row(town='Kirkcaldy')}\n{row(spin='2', surname='Long', born='1/1/1980', length='5 years')}".encode()

    what, _ = load(cast, content)

    assert what == ["not_eligible", "not_eligible"]
    assert Episode.objects.count() == 2


def test_a_likely_duplicate_waits_for_one_who_sees_both(cast):
    arrive(cast)
    content = f"{HEADERS}\n{row(spin='777', forename='Danny')}".encode()

    what, _ = load(cast, content)

    held = HeldRow.objects.get()
    assert what == ["held"]
    assert (held.for_steward, Person.objects.count()) == (False, 1)
    decide(cast, held, same=True)
    assert Person.objects.count() == 1
    assert held.person.pk == Person.objects.get().pk
    again, _ = load(cast, content)
    assert again == ["same"]


def test_a_likely_duplicate_out_of_sight_goes_to_the_record_steward(cast):
    arrive(cast)
    content = f"{HEADERS}\n{row(spin='777', forename='Danny', prison='Low Moss')}".encode()

    load(cast, content, by="other_coach")

    held = HeldRow.objects.get()
    assert held.for_steward is True
    assert not HeldRow.objects.visible_to(cast.stands("other_coach")).exists()
    decide(cast, held, same=False, by="record_steward")
    assert Person.objects.count() == 2


def test_a_list_that_fails_half_way_leaves_nothing(cast, monkeypatch):
    from throughline.models import Assignment

    def broken(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(type(Assignment.objects), "bulk_create", broken)

    with pytest.raises(RuntimeError):
        load(cast, f"{HEADERS}\n{row()}".encode())

    assert (Person.objects.count(), Episode.objects.count()) == (0, 0)
    assert not Upload.objects.filter(applied_at__isnull=False).exists()


def test_an_uploaded_file_is_emptied_after_thirty_days_and_its_hash_stays(cast):
    from throughline.actions import keeping
    from throughline.domain.calendar import start_of

    _, upload = load(cast, f"{HEADERS}\n{row()}".encode())

    keeping.purge(today=TODAY + timedelta(days=31), drafts_before=start_of(TODAY), forms_before=start_of(TODAY))

    upload.refresh_from_db()
    assert upload.sealed is None
    assert len(upload.sha256) == 64


@pytest.mark.ledger("J17")
def test_of_the_432_of_rossi_114_are_back_inside_by_week_52(cast, long_form):
    """Rossi, Berk & Lenihan (1980): 114 of 432 were arrested within 52 weeks of release (the data's own column).

    In make test they are loaded by the commands (tests/commands), and counted from the records (tests/evaluation).
    """
    if not long_form:
        pytest.skip("the long form")
    day = rossi.RELEASED - timedelta(days=1)
    what, _ = load(cast, rossi.liberation_list(), on=day)
    assert what == ["new"] * 432
    content = rossi.custody_file()
    reading = custody_file.read(content, places=places(towns()), on=TODAY)
    assert reading.bad == []
    standing = cast.stands("prison_coach")
    upload = lists.keep(by=standing, kind="custody", file_name="custody.csv", content=content, today=TODAY)

    found = movements.load(upload.pk, by=standing, movements=reading.rows, bad=[], today=TODAY)

    assert [one.why for one in found if one.why] == []
    assert Counter(one.what for one in found) == {"out": 432, "in": 114}
    back = 0
    for person in Person.objects.filter(pk__in=Episode.objects.values("person")):
        periods = list(CustodyPeriod.objects.filter(person=person).order_by("received_on"))
        back += len(periods) == 2 and (periods[1].received_on - periods[0].released_on).days <= 52 * 7
    assert back == 114


def test_a_row_that_nobody_decided_about_is_let_go_with_its_file_and_asked_about_anew(cast):
    from throughline.actions import keeping
    from throughline.domain.calendar import start_of

    arrive(cast)
    content = f"{HEADERS}\n{row(spin='777', forename='Danny')}".encode()
    load(cast, content)
    start = start_of(TODAY)

    keeping.purge(today=TODAY + timedelta(days=29), drafts_before=start, forms_before=start)
    held = HeldRow.objects.get()
    assert held.sealed
    keeping.purge(today=TODAY + timedelta(days=31), drafts_before=start, forms_before=start)

    held.refresh_from_db()
    assert (bytes(held.sealed), held.same) == (b"", None)
    assert held.decided_at is not None
    assert "Nobody decided within 30 days" in held.because
    assert load(cast, content)[0] == ["held"]
    assert HeldRow.objects.filter(decided_at__isnull=True).count() == 1
