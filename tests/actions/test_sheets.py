"""A sheet from its making to its end, and what breaks on the way leaves nothing behind."""

import pytest

from tests.cast import TODAY, days
from tests.histories import arrive, moment, with_plan
from throughline.actions import sheets
from throughline.actions.beats import unfocus
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.sheets import Done, Fate, NotEntered, NotSeen, Planned, Purpose, Said
from throughline.models import Event, Note, Sheet, SheetEntry, SheetLine

pytestmark = pytest.mark.django_db

NOW = moment(TODAY, 16)


def lines_of(*episodes):
    return [Planned(one.pk, Purpose.VISIT, "D hall") for one in episodes]


def test_a_sheet_is_made_entered_and_given_back_each_with_its_record(cast):
    one, two = with_plan(cast), with_plan(cast, given="Euan", family="Boyd", spin="2")
    mentor = cast.stands("mentor")
    unfocus()

    sheet = sheets.issue("S-BAR", by=mentor, day=TODAY, lines=lines_of(one, two), due_on=days(1), now=NOW, today=TODAY)
    first, second = SheetLine.objects.filter(sheet=sheet).order_by("place")
    said = [Said(1, first.code, Done.SEEN, words="Well."), Said(2, second.code, Done.NOT_SEEN, why=NotSeen.ILL)]
    assert sheets.enter(sheet.pk, by=mentor, said=said, shut_out={}, now=NOW, today=TODAY) == 2
    sheets.give_back(sheet.pk, by=mentor, fate=Fate.DESTROYED, rest_empty=False, now=NOW)

    assert [event.what for event in Event.objects.filter(what__startswith="sheet:").order_by("pk")] == [
        "sheet:issue",
        "sheet:enter",
        "sheet:give_back",
    ]
    assert not Event.objects.filter(what__startswith="sheet:", person__isnull=False).exists(), "a sheet names nobody"
    assert Sheet.objects.get().fate == Fate.DESTROYED


def test_a_sheet_made_ahead_is_out_once_it_is_printed_and_stays_out(cast):
    mentor = cast.stands("mentor")
    episode = with_plan(cast)
    unfocus()
    sheet = sheets.prepare(by=mentor, days=(TODAY, days(1)), lines=lines_of(episode), due_on=days(4), now=NOW)

    with pytest.raises(Refused, match="never printed"):
        sheets.give_back(sheet.pk, by=mentor, fate=Fate.DESTROYED, rest_empty=True, now=NOW)
    assert sheets.take(sheet.pk, by=mentor, now=NOW).issued_at == NOW
    assert sheets.take(sheet.pk, by=mentor, now=moment(TODAY, 17)).issued_at == NOW
    assert Event.objects.filter(what="sheet:take").count() == 1


def test_what_fails_on_the_second_line_undoes_the_first(cast, monkeypatch):
    one, two = with_plan(cast), with_plan(cast, given="Euan", family="Boyd", spin="2")
    mentor = cast.stands("mentor")
    unfocus()
    sheet = sheets.issue("S-BAR", by=mentor, day=TODAY, lines=lines_of(one, two), due_on=days(1), now=NOW, today=TODAY)
    said = [
        Said(place, line.code, Done.SEEN, words="Well.")
        for place, line in enumerate(SheetLine.objects.order_by("place"), start=1)
    ]
    whole, called = sheets.notes.save, []

    def breaks(*args, **more):
        called.append(1)
        if len(called) == 2:
            raise RuntimeError("the second")
        return whole(*args, **more)

    monkeypatch.setattr(sheets.notes, "save", breaks)
    events = Event.objects.count()

    with pytest.raises(RuntimeError, match="the second"):
        sheets.enter(sheet.pk, by=mentor, said=said, shut_out={}, now=NOW, today=TODAY)

    assert not SheetEntry.objects.exists()
    assert not Note.objects.filter(words="Well.").exists()
    assert Event.objects.count() == events


def test_nothing_entered_is_refused_and_a_stranger_finds_no_sheet(cast):
    mentor = cast.stands("mentor")
    episode = with_plan(cast)
    unfocus()
    sheet = sheets.issue("S-BAR", by=mentor, day=TODAY, lines=lines_of(episode), due_on=days(1), now=NOW, today=TODAY)

    with pytest.raises(NotEntered):
        sheets.enter(sheet.pk, by=mentor, said=[], shut_out={}, now=NOW, today=TODAY)
    for act in (
        lambda by: sheets.enter(sheet.pk, by=by, said=[], shut_out={}, now=NOW, today=TODAY),
        lambda by: sheets.give_back(sheet.pk, by=by, fate=Fate.DESTROYED, rest_empty=True, now=NOW),
        lambda by: sheets.take(sheet.pk, by=by, now=NOW),
    ):
        with pytest.raises(Sheet.DoesNotExist):
            act(cast.stands("stranger"))
    with pytest.raises(Forbidden):
        sheets.prepare(by=cast.stands("evaluator"), days=(TODAY, days(1)), lines=[], due_on=days(4), now=NOW)


def test_whom_the_rules_shut_out_is_not_asked_through_a_sheet(cast):
    coach = cast.stands("prison_coach")
    episode = arrive(cast)
    unfocus()
    sheet = sheets.issue(
        "S-BAR", by=coach, day=TODAY, lines=[Planned(episode.pk, Purpose.OFFER)], due_on=days(1), now=NOW, today=TODAY
    )
    line = SheetLine.objects.get()

    with pytest.raises(NotEntered) as stopped:
        sheets.enter(
            sheet.pk,
            by=coach,
            said=[Said(1, line.code, Done.YES)],
            shut_out={episode.pk: "Home is in no area that we serve."},
            now=NOW,
            today=TODAY,
        )

    assert stopped.value.troubles[0].objection.words == "Home is in no area that we serve."
    assert not SheetEntry.objects.exists()
