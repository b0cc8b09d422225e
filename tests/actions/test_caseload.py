"""Bringing the present caseload: whole or not at all, every date following from its facts, and taken back whole."""

from datetime import date, datetime, time

import pytest
from django.db import connection, transaction

from tests.cast import TODAY, days
from tests.files import LABELS
from tests.files import caseload_book as book
from tests.histories import arrive
from throughline.actions import caseload, lists, notes, people
from throughline.domain.calendar import HERE
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Stage
from throughline.exchange import caseload_file
from throughline.exchange.reference import towns
from throughline.models import Consent, Episode, Event, Grant, Note, Person, Plan, Upload, acting
from throughline.policy.grants import Opens
from throughline.queries.caseload import fates, here
from throughline.queries.lists import places
from throughline.queries.rebuild import differences

pytestmark = pytest.mark.django_db

NOON = datetime.combine(TODAY, time(15), tzinfo=HERE)
BASE = {
    "Surname": "Reid",
    "First names": "Daniel",
    "Date of birth": date(1992, 5, 4),
    "Team": "Glasgow",
    "Mentor": "Moira Kerr",
}
CONSENT = {"Consent on": days(-100), "Consent how": "on paper"}


def read(content, on=TODAY):
    return caseload_file.read(content, places=places(towns()), here=here(on=on), on=on, now=NOON)


def load(cast, content, *, by="administrator"):
    standing = cast.stands(by)
    reading = read(content)
    assert reading.refused is None, reading.refused
    found = fates(reading.rows, by=standing)
    upload = lists.keep(by=standing, kind="caseload", file_name="caseload.xlsx", content=content, today=TODAY)
    counts = caseload.bring(upload.pk, by=standing, fates=found, bad=reading.bad, programme=cast.programme, today=TODAY)
    return counts, upload


def why(content, on=TODAY):
    reading = read(content, on)
    return (
        reading.refused.words
        if reading.refused
        else " | ".join(one.words for bad in reading.bad for one in bad.problems)
    )


STAGES = {
    Stage.IDENTIFIED: {"Prison": "Barlinnie", "Comes out on": days(60)},
    Stage.OFFERED: {"Asked on": days(-20), "Prison": "HMP Barlinnie", "Hall": "D"},
    Stage.SIGNED_UP: {**CONSENT, "Prison": "Barlinnie", "Went in on": days(-300)},
    Stage.PLANNING: {
        **CONSENT,
        "Went in on": days(-300),
        "Plan agreed on": days(-50),
        "Plan in words": "My own keys",
        "Next step": "Ring the housing office",
    },
    Stage.RELEASED: {**CONSENT, "Went in on": days(-300), "Released on": days(-3)},
    Stage.ENGAGED: {
        **CONSENT,
        "Released on": days(-30),
        "First contact since release": days(-29),
        "Last contact on": days(-2),
        "Last contact how": "phone",
    },
    Stage.IN_CUSTODY: {**CONSENT, "Released on": days(-60), "Went in on": days(-10), "Prison": "Low Moss"},
    Stage.MOVED_ON: {
        **CONSENT,
        "Released on": days(-90),
        "Last contact on": days(-20),
        "Last contact how": "text",
        "Moved on on": days(-10),
        "Why they moved on": "Reached their goals",
    },
}


@pytest.mark.ledger("E8")
def test_somebody_in_each_stage_comes_in_with_dates_that_follow_from_the_facts(cast):
    rows = [
        {
            **BASE,
            "Surname": f"Reid{chr(97 + place) * 4}",
            "Scottish prison number": str(500 + place),
            "Stage": stage.label,
            **more,
        }
        for place, (stage, more) in enumerate(STAGES.items())
    ]

    counts, upload = load(cast, book(*rows))

    assert counts["new"] == len(STAGES)
    stages = {one.person.family_name: one.at for one in Episode.objects.select_related("person")}
    assert [stages[row["Surname"]].label for row in rows] == [row["Stage"] for row in rows]
    assert differences() == []
    assert {one.owner for one in Episode.objects.all()} == {cast.mentor}
    assert Person.objects.visible_to(cast.stands("mentor")).count() == len(STAGES)
    assert Note.objects.visible_to(cast.stands("mentor")).count() == 4 - 1
    assert Plan.objects.get().goals.get().actions.get().what == "Ring the housing office"
    assert not Person.objects.visible_to(cast.stands("administrator")).exists()
    assert not Person.objects.visible_to(cast.stands("stranger")).exists()
    assert Consent.objects.filter(given=True, wording__purpose="sharing").count() == 0
    assert Event.objects.filter(what="caseload:bring", detail__upload=str(upload.pk)).count() == len(STAGES)
    # What the service saw more of while it wrote is shut.
    assert not Grant.objects.in_force().filter(source_kind="caseload").exists()
    wide = Grant.objects.in_force().filter(worker=cast.service)
    assert all(not grant.opens & (Opens.NOTES | Opens.PLAN) for grant in wide)


def test_a_consent_from_before_the_programme_names_words_that_say_so(cast):
    row = {
        **BASE,
        "Stage": "signed up",
        "Consent on": date(2023, 6, 1),
        "Consent how": "spoken",
        "Witness": "Hall officer",
        "May be shared with partners": "yes",
    }

    load(cast, book(row))

    said = {one.wording.purpose: one for one in Consent.objects.select_related("wording")}
    assert said["taking_part"].given and said["record"].given and said["sharing"].given and not said["research"].given
    assert {(one.wording.number, one.on) for one in said.values()} == {(0, date(2023, 6, 1))}
    assert "form of that day" in said["record"].wording.words


def test_while_one_row_is_wrong_nothing_comes_in(cast):
    content = book({**BASE, "Stage": "not asked yet"}, {**BASE, "Surname": "Khan", "Stage": "signed up"})

    with pytest.raises(Refused, match="1 row is to be mended first"):
        load(cast, content)

    assert not Person.objects.exists()
    assert not Upload.objects.filter(applied_at__isnull=False).exists()


def test_whoever_is_here_is_left_out_and_out_of_sight_no_more_is_said(cast):
    somebody = arrive(cast, spin="100200").person
    rows = (
        {**BASE, "Scottish prison number": "100200", "Stage": "not asked yet"},
        {
            **BASE,
            "Surname": somebody.family_name,
            "First names": "Dan",
            "Date of birth": somebody.birth_date,
            "Stage": "not asked yet",
        },
        {**BASE, "Surname": "New", "Date of birth": date(1980, 1, 1), "Stage": "not asked yet"},
    )
    reading = read(book(*rows))

    blind = fates(reading.rows, by=cast.stands("administrator"))
    seeing = fates(reading.rows, by=cast.stands("team_lead"))

    assert [fate.what for fate in blind] == [fate.what for fate in seeing] == ["here", "maybe", "new"]
    assert blind[0].because == "They are here already. Their record stays as it is."
    assert "the same number" in seeing[0].because
    assert "date of birth" not in blind[1].because and "date of birth" in seeing[1].because
    counts, _ = load(cast, book(*rows))
    assert (counts["new"], Person.objects.count()) == (1, 2)
    counts, _ = load(cast, book({**rows[1], "Another person": "yes"}))
    assert (counts["new"], Person.objects.count()) == (1, 3)


def test_a_lead_brings_the_people_of_their_own_team_and_a_mentor_nobody(cast):
    row = {**BASE, "Stage": "not asked yet", "Mentor": ""}
    other = fates(read(book({**row, "Team": "Lanarkshire"})).rows, by=cast.stands("team_lead"))
    assert "not a team of yours" in other[0].because

    counts, _ = load(cast, book(row), by="team_lead")
    assert counts["new"] == 1
    assert Episode.objects.get().owner == cast.duty_worker
    with pytest.raises(Forbidden):
        load(cast, book({**row, "Surname": "Else"}), by="mentor")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"Stage": "sleeping"}, "Stage: “sleeping” is not one we know."),
        ({"Stage": "signed up"}, "Consent on: the stage says “signed up”. Write the day they agreed"),
        ({"Stage": "signed up", "Consent how": "on paper"}, "Consent on:"),
        ({"Stage": "not asked yet", "Consent how": "on paper"}, "Consent on: there is more about a consent and no day."),
        ({"Stage": "signed up", "Consent on": days(-3)}, "Consent how: write how they agreed"),
        ({"Stage": "signed up", "Consent on": days(-3), "Consent how": "spoken"}, "Witness: a spoken yes needs a witness."),
        ({"Stage": "signed up", "Consent on": days(3), "Consent how": "paper"}, "Consent on:"),
        ({"Stage": "plan agreed", **CONSENT, "Plan agreed on": days(-5)}, "Plan in words: the plan was agreed."),
        ({"Stage": "plan agreed", **CONSENT, "Plan agreed on": days(-105), "Plan in words": "x", "Next step": "y"}, "Plan agreed on: this is before “Consent on”"),
        ({"Stage": "plan agreed", **CONSENT, "Plan agreed on": days(-5), "Plan in words": "x", "Next step": "y", "Released on": days(-4)}, "Released on: the stage says “plan agreed”, and they have come out."),
        ({"Stage": "in touch since release", **CONSENT, "Released on": days(-4), "Last contact on": days(-9), "Last contact how": "phone"}, "Last contact on: this is before they came out"),
        ({"Stage": "signed up", **CONSENT, "Last contact on": days(-9), "Last contact how": "phone"}, "this was in the community"),
        ({"Stage": "out of prison", **CONSENT}, "Released on: the stage says “out of prison”."),
        ({"Stage": "not asked yet", "Mentor": "Moira Ker"}, "Mentor: there is no worker “Moira Ker” here. Did you mean Moira Kerr?"),
        ({"Stage": "not asked yet", "Team": "Glasgo"}, "Team: there is no team “Glasgo” here. Did you mean Glasgow?"),
        ({"Stage": "not asked yet", "Prison": "Barlinie"}, "Prison: “Barlinie” is not on our list. Did you mean"),
        ({"Stage": "not asked yet", "Date of birth": 34}, "Date of birth: “34” looks like an age."),
        ({"Stage": "not asked yet", "Date of birth": "34 years"}, "looks like an age"),
        ({"Stage": "not asked yet", "Date of birth": ""}, "By a name alone nobody can be told apart."),
        ({"Stage": "not asked yet", "Surname": ""}, "Surname: this is empty."),
        ({"Stage": "not asked yet", "Prison number": "12"}, "Prison number 12 is not written like A1234BC."),
        ({"Stage": "moved on", **CONSENT, "Moved on on": days(-1), "Why they moved on": "bored"}, "Why they moved on: there is no reason “bored” here."),
        ({"Stage": "not asked yet", "Went in on": "#REF!"}, "Went in on: the spreadsheet shows #REF! here."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_said_by_its_column(cast, more, said):
    assert said in why(book({**BASE, **more}))


def two_styles(*_):
    return book(
        {**BASE, "Stage": "not asked yet", "Asked on": "03/04/2026"},
        {**BASE, "Surname": "Khan", "Stage": "asked", "Asked on": "04/25/2026"},
    )


def hidden(workbook, page):
    page.set_row(1, None, None, {"hidden": True})


def merged(workbook, page):
    page.merge_range(1, 0, 2, 0, "Reid")


def formula(workbook, page):
    page.write_formula(1, LABELS.index("Home town"), '="Shet"&"tleston"', None, "Shettleston")


def second_header(workbook, page):
    for place, label in enumerate(LABELS):
        page.write(1, place, label)


def fifty(workbook, page):
    for number in range(49):
        workbook.add_worksheet(f"S{number}")


def hidden_columns(workbook, page):
    page.set_column(2, 4, None, None, {"hidden": True})


def another_list(workbook, page):
    other = workbook.add_worksheet("More")
    for place, label in enumerate(LABELS):
        other.write(0, place, label)
    other.write(1, 0, "Somebody")


def macros(workbook, page):
    import tempfile
    from pathlib import Path

    part = Path(tempfile.mkdtemp()) / "vbaProject.bin"
    part.write_bytes(b"x" * 100)
    workbook.add_vba_project(str(part))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hidden, "This row is hidden in the file."), (merged, "Cells A2:A3 are merged"), (formula, "Home town: this is a formula. Paste it as a value."),
        (second_header, "These are column names again."), (fifty, "This file has 50 sheets."), (hidden_columns, "Some columns are hidden."),
        (another_list, "People stand on several sheets of this file: Caseload, More."), (macros, "This file has macros"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_shows_is_said(cast, change, said):
    assert said in why(book({**BASE, "Stage": "not asked yet"}, change=change))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "This is not a spreadsheet."), (b"", "This file is empty."), (b"Surname,Stage\nReid,asked\n", "This is not the template."),
        (b"PK\x03\x04 broken", "This file is damaged."), (b"%PDF-1.7", "This is not a spreadsheet."),
    ],
)  # fmt: skip
def test_a_file_that_is_not_the_template_is_refused(cast, content, said):
    assert said in why(content)


def test_all_that_is_wrong_with_a_row_is_said_at_once(cast):
    said = why(
        book({**BASE, "Stage": "sleeping", "Mentor": "Nobody", "Consent how": "somehow", "Released on": "31/02/2026"})
    )
    for label in ("Stage", "Mentor", "Consent how", "Released on"):
        assert f"{label}: " in said


def test_days_written_in_two_ways_are_not_guessed(cast):
    said = why(two_styles())
    assert "the month first" in said and "may be two days" in said


def test_twins_in_the_file_need_their_numbers(cast):
    rows = ({**BASE, "Stage": "not asked yet"}, {**BASE, "First names": "David", "Stage": "not asked yet"})
    found = fates(read(book(*rows)).rows, by=cast.stands("administrator"))
    assert [fate.what for fate in found] == ["new", "bad"]
    assert "This may be the person in row 2" in found[1].because

    numbered = [{**row, "Scottish prison number": str(700 + place)} for place, row in enumerate(rows)]
    counts, _ = load(cast, book(*numbered))
    assert counts["new"] == 2


def test_a_number_of_two_rows_is_said(cast):
    rows = [
        {**BASE, "Surname": name, "Scottish prison number": "700", "Stage": "not asked yet"}
        for name in ("Reid", "Khan")
    ]
    found = fates(read(book(*rows)).rows, by=cast.stands("administrator"))
    assert "row 2 has this number too" in found[1].because


def test_the_copy_says_why_by_column_and_is_read_again_when_mended(cast):
    content = book(
        {**BASE, "Stage": "not asked yet"}, {**BASE, "Surname": "Khan", "Stage": "signed up", "Date of birth": "34"}
    )
    reading = read(content)

    copy = caseload_file.marked(reading, {bad.row: bad.problems for bad in reading.bad})

    again = read(copy)
    assert again.refused is None and again.unknown_columns == []
    assert [bad.row for bad in again.bad] == [3]
    assert len(again.rows) == 1 and again.rows[0].row == 2
    assert [one.words for one in again.bad[0].problems] == [one.words for one in reading.bad[0].problems]
    place = caseload_file.letters_of(LABELS.index("Date of birth"))
    assert f"Column {place}, Date of birth: “34” looks like an age." in str(again.cells[3][0])


def test_the_template_reads_as_empty_and_has_a_sheet_of_help(cast):
    assert why(caseload_file.template()) == "This list has column names and no rows below them."


def test_a_load_that_fails_half_way_leaves_nothing(cast, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(type(Note.objects), "bulk_create", broken)

    with pytest.raises(RuntimeError):
        load(cast, book({**BASE, "Stage": "not asked yet"}))

    assert not Person.objects.exists()
    assert not Upload.objects.filter(applied_at__isnull=False).exists()
    assert not Grant.objects.exists()


def test_a_thousand_rows_of_every_stage_come_in(cast):
    kinds = list(STAGES.items())
    rows = []
    for number in range(1000):
        stage, more = kinds[number % len(kinds)]
        name = "".join(chr(97 + int(sign)) for sign in f"{number:04}")
        rows.append(
            {
                **BASE,
                "Surname": f"R{name}",
                "Scottish prison number": str(10_000 + number),
                "Stage": stage.label,
                **more,
            }
        )

    counts, _ = load(cast, book(*rows))

    assert counts["new"] == 1000


@pytest.mark.ledger("E8")
def test_a_caseload_is_taken_back_whole_and_can_be_brought_again(cast):
    rows = [
        {
            **BASE,
            "Surname": f"Reid{chr(97 + place) * 4}",
            "Scottish prison number": str(500 + place),
            "Stage": stage.label,
            **more,
        }
        for place, (stage, more) in enumerate(STAGES.items())
    ]
    arrive(cast, spin="100200")
    before = {model: model.objects.count() for model in (Person, Episode, Consent, Note, Plan, Grant)}
    _, upload = load(cast, book(*rows))

    gone = caseload.take_back(upload.pk, by=cast.stands("administrator"))

    assert gone == len(STAGES)
    assert {model: model.objects.count() for model in before} == before
    assert Event.objects.filter(what="caseload:bring", person=None).count() == len(STAGES)
    assert not Event.objects.filter(what="caseload:bring", person__isnull=False).exists()
    with pytest.raises(Refused, match="taken back already"):
        caseload.take_back(upload.pk, by=cast.stands("administrator"))
    counts, _ = load(cast, book(*rows))
    assert counts["new"] == len(STAGES)


def test_once_somebody_has_written_on_a_record_the_caseload_stays(cast):
    _, upload = load(
        cast,
        book(
            {**BASE, "Stage": "not asked yet"},
            {**BASE, "Surname": "Khan", "Date of birth": date(1980, 1, 1), "Stage": "not asked yet"},
        ),
    )
    person = Person.objects.get(family_name="Khan")
    people.add_name(person.pk, by=cast.stands("mentor"), given_names="Danny", family_name="Kahn")

    with pytest.raises(Refused, match="on the record of row 3 since"):
        caseload.take_back(upload.pk, by=cast.stands("administrator"))

    assert Person.objects.count() == 2


def test_a_row_that_leaves_no_event_keeps_a_caseload_too(cast):
    _, upload = load(cast, book({**BASE, "Stage": "not asked yet"}))
    notes.keep_draft(Person.objects.get().pk, by=cast.stands("mentor"), body={"words": "He said"}, at=NOON)

    with pytest.raises(Refused, match="about one of its people since"):
        caseload.take_back(upload.pk, by=cast.stands("administrator"))

    assert Person.objects.count() == 1


def test_nobody_else_takes_a_caseload_back(cast):
    _, upload = load(cast, book({**BASE, "Stage": "not asked yet"}))

    with pytest.raises(Upload.DoesNotExist):
        caseload.take_back(upload.pk, by=cast.stands("team_lead"))
    with transaction.atomic(), acting(cast.stands("administrator")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
        cursor.execute("SELECT take_back_caseload(%s)", [upload.pk])
        assert cursor.fetchone()[0] == [0]
        cursor.execute("SET LOCAL ROLE witness")

    assert Person.objects.count() == 1
