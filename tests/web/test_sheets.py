"""A day in a prison on paper: who stands on it, what it shows, and how it is entered: all of it, or none."""

import re
import threading
import time
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tests import safe
from tests.cast import TODAY, days
from tests.cast import make as cast_of_its_own
from tests.clients import client_of
from tests.histories import arrive, moment, sign_up, with_mentor, with_plan
from throughline.actions import appointments, offers, sheets
from throughline.actions.beats import unfocus
from throughline.domain.objections import Refused
from throughline.domain.sheets import Done, NotEntered, NotSeen, Planned, Purpose, Said, written
from throughline.domain.vocabulary import Channel, ConsentPurpose, OfferAnswer, Stage
from throughline.models import (
    Answer,
    Appointment,
    Consent,
    Episode,
    Event,
    GoalAction,
    Grant,
    Note,
    Offer,
    Sheet,
    SheetEntry,
    SheetLine,
)
from throughline.queries.sheets import to_see

pytestmark = pytest.mark.django_db

NOW = moment(TODAY, 16)


def everyone(cast):
    """People in Barlinnie in every state of a day's work, by what they would be seen for."""
    asked = arrive(cast, given="Ann", family="Asked", spin="1")
    yes = arrive(cast, given="Yan", family="Yes", spin="2")
    coach = cast.stands("prison_coach")
    offers.make(yes.pk, by=coach, channel=Channel.FACE_TO_FACE, made_on=days(-5), today=TODAY)
    offers.answer(yes.pk, by=coach, answer=OfferAnswer.ACCEPTED, on=days(-5), today=TODAY)
    joined = sign_up(cast, arrive(cast, given="Jon", family="Joined", spin="3"))
    planned = with_plan(cast, given="Pat", family="Planned", spin="4")
    return {"asked": asked, "yes": yes, "joined": joined, "planned": planned}


def issued(cast, people, part="prison_coach", day=TODAY, visit=None):
    """Make a sheet of some people, as its page does. Returns it and the code of each."""
    by = cast.stands(part)
    chosen = {one.pk for one in people}
    rows = [one for one in to_see("S-BAR", by=by, day=day, on=TODAY) if one.episode.pk in chosen]
    lines = [
        Planned(one.episode.pk, one.purpose, one.hall, steps=one.steps, appointment=one.visit and one.visit.pk, at=one.visit and one.visit.starts_at)
        for one in rows
    ]  # fmt: skip
    sheet = sheets.issue("S-BAR", by=by, day=day, lines=lines, due_on=days(1), now=NOW, today=TODAY)
    return sheet, {line.episode_id: line.code for line in SheetLine.objects.filter(sheet=sheet)}


def grid(*rows, **more):
    """Return a filled-in grid as it is sent."""
    sent = {"once": str(uuid4()), "rows": "12"} | more
    for place, row in enumerate(rows, start=1):
        sent |= {f"l{place}-{name}": value for name, value in row.items()}
    return sent


def text_of(answer):
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def said_in(answer):
    """Return what the summary of a page says is wrong."""
    page = answer.content.decode()
    summary = re.search(r'<div class="tl-summary".*?</div>', page, re.DOTALL)
    return [re.sub("<[^>]+>", "", one) for one in re.findall("<li>(.*?)</li>", summary[0])] if summary else []


@pytest.fixture
def made(cast, at):
    people = everyone(cast)
    sheet, codes = issued(cast, people.values())
    return {"cast": cast, "people": people, "sheet": sheet, "code": {name: codes[one.pk] for name, one in people.items()}, "client": client_of(cast.prison_coach), "at": reverse("enter_sheet", args=[sheet.pk])}  # fmt: skip


@pytest.mark.ledger("P13")
def test_a_day_is_made_from_its_page_and_printed_with_controls_boxes_and_codes(cast, at):
    people = everyone(cast)
    safe.written(cast, people["planned"])
    client = client_of(cast.prison_coach)
    page = client.get(reverse("new_sheet")).content.decode()
    assert "D hall" in page
    for words in ("Ann Asked", "Ask if they want to join", "Yan Yes", "Sign up", "Jon Joined"):
        assert words in page

    answer = client.post(
        reverse("new_sheet"),
        {
            "once": str(uuid4()),
            "prison": "S-BAR",
            "day": TODAY.isoformat(),
            "who": [str(one.pk) for one in people.values()],
        },
    )

    sheet = Sheet.objects.get()
    assert answer["Location"] == reverse("sheet", args=[sheet.pk])
    assert (sheet.number, sheet.day, sheet.due_on, sheet.holder) == (1, TODAY, days(1), cast.prison_coach)
    assert SheetLine.objects.count() == len(sheet.codes) == 4
    shown = client.get(reverse("print_sheet", args=[sheet.pk]))
    words = text_of(shown)
    for line in SheetLine.objects.select_related("person"):
        assert line.person.name in words
        assert written(line.code) in words
        assert written(line.code) in client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "Sheet 1: Barlinnie" in words
    assert "Give it back by" in words or "give it back by Friday 27 November" in words
    assert "Mind: For Hyndvale Community Trust:" in words
    assert "Two footballs, so that nobody waits." in words
    for box in ("Said yes", "Said not now", "Signed up", "Not seen, because", "Step 1: Homeless application."):
        assert box in words
    assert shown["Content-Disposition"] == 'attachment; filename="sheet-1.pdf"'


def test_a_code_holds_nothing_of_a_person_and_no_address_names_anybody(made):
    for name, one in made["people"].items():
        other, _ = issued(made["cast"], [one])
        again = SheetLine.objects.get(sheet=other)
        assert again.code != made["code"][name]
    assert not any(word in made["at"] for word in ("Ann", "Asked", made["code"]["asked"]))


def test_a_whole_sheet_is_entered_through_the_actions_of_each_page(made):
    people, code = made["people"], made["code"]
    answer = made["client"].post(made["at"], grid(
        {"code": written(code["asked"]).lower(), "what": "yes"},
        {"code": code["yes"], "what": "signed_up", "agreed": ["taking_part", "record", "sharing"], "words": "Glad to.", "minutes": "20"},
        {},
        {"code": code["joined"], "what": "not_seen", "why": "away"},
        {"code": code["planned"], "what": "step", "steps": "1"},
    ))  # fmt: skip

    assert answer.status_code == 302, said_in(answer)
    assert Answer.objects.get(offer__episode=people["asked"]).answer == OfferAnswer.ACCEPTED
    assert Offer.objects.get(episode=people["asked"]).made_on == TODAY
    assert Episode.objects.get(pk=people["yes"].pk).stage == Stage.SIGNED_UP
    given = set(Consent.objects.filter(episode=people["yes"], given=True).values_list("wording__purpose", flat=True))
    assert given == {ConsentPurpose.TAKING_PART, ConsentPurpose.RECORD, ConsentPurpose.SHARING}
    assert GoalAction.objects.get(goal__plan__episode=people["planned"]).done_on == TODAY
    kept = {note.episode_id: note for note in Note.objects.filter(pk__in=SheetEntry.objects.values("note"))}
    glad, away = kept[people["yes"].pk], kept[people["joined"].pk]
    assert (glad.words, glad.minutes, glad.spoke, glad.channel) == ("Glad to.", 20, True, "prison_visit")
    assert (away.words, away.spoke) == ("At court, or out for the day.", False)
    assert {(entry.line.episode_id, entry.what) for entry in SheetEntry.objects.all()} == {
        (people["asked"].pk, "yes"), (people["yes"].pk, "signed_up"), (people["joined"].pk, "not_seen"), (people["planned"].pk, "step"),
    }  # fmt: skip
    page = made["client"].get(reverse("sheet", args=[made["sheet"].pk])).content.decode()
    assert "4 of 4 lines entered" in page
    assert "Signed up. Iain Petrie, today." in page


def nothing_saved():
    return not SheetEntry.objects.exists() and not Note.objects.exists()


def test_each_wrong_line_is_named_and_nothing_is_half_saved(made, cast):
    code = made["code"]
    other, theirs = issued(cast, [made["people"]["asked"]], day=days(1))
    slip = code["joined"][:-1] + next(one for one in "CDFH" if one != code["joined"][-1])
    before = Event.objects.count()

    answer = made["client"].post(made["at"], grid(
        {"code": code["planned"], "what": "seen", "words": "We talked.", "minutes": "15"},
        {"code": slip, "what": "seen", "words": "We talked."},
        {"code": theirs[made["people"]["asked"].pk], "what": "yes"},
        {"code": code["planned"], "what": "seen", "words": "Again."},
        {"code": "KD0 M3X", "what": "yes"},
        {"what": "yes"},
        {"code": code["yes"], "what": "signed_up", "agreed": ["taking_part"]},
        {"code": code["joined"], "what": "yes"},
        {"code": code["asked"]},
    ))  # fmt: skip

    assert answer.status_code == 422
    assert said_in(answer) == [
        f"Line 2, {written(slip)}: A letter of this code is wrong. Look at the sheet again.",
        f"Line 3, {written(theirs[made['people']['asked'].pk])}: That is a code of sheet {other.number}, Friday 27 November 2026. This is sheet {made['sheet'].number}.",
        f"Line 4, {written(code['planned'])}: The same code is on line 1. Each line is entered once.",
        "Line 5, KD0 M3X: No code has 0 in it. Look at the sheet again.",
        "Line 6: Write the code that stands on the sheet.",
        f"Line 7, {written(code['yes'])}: They must say yes to this to join: keeping a record.",
        f"Line 8, {written(code['joined'])}: They have joined already.",
        f"Line 9, {written(code['asked'])}: Choose what was done.",
    ]
    assert nothing_saved()
    assert Event.objects.count() == before
    page = answer.content.decode()
    assert "We talked." in page, "what was typed is there still"
    assert "Line 1<span" in page.replace("\n", "")
    assert "Pat Planned" in page, "whose line it is, where the code was understood"


def test_minutes_and_steps_that_are_no_numbers_are_named_too(made):
    answer = made["client"].post(made["at"], grid(
        {"code": made["code"]["planned"], "what": "seen", "words": "Well.", "minutes": "half an hour"},
        {"code": made["code"]["joined"], "what": "step", "steps": "one"},
    ))  # fmt: skip

    assert said_in(answer) == [
        "Line 1: Write the minutes as a number, like 20.",
        "Line 2: Write the number of the step, as it stands on the sheet.",
    ]
    assert nothing_saved()
    assert said_in(made["client"].post(made["at"], grid())) == [
        "Nothing is written here yet. Start with the first code on the sheet."
    ]


def test_a_code_of_a_sheet_that_is_not_ones_own_tells_nothing_of_that_sheet(made, cast):
    with_mentor(cast, given="Low", family="Moss", spin="9")
    _, theirs = issued(cast, [made["people"]["planned"]], part="mentor")
    client = client_of(cast.prison_coach)

    answer = client.post(
        made["at"], grid({"code": theirs[made["people"]["planned"].pk], "what": "seen", "words": "Well."})
    )

    assert said_in(answer) == [
        f"Line 1, {written(theirs[made['people']['planned'].pk])}: That is no code of sheet {made['sheet'].number}. Look at the number of your sheet."
    ]


def test_a_line_that_was_entered_says_by_whom_and_is_not_entered_again(made, cast):
    row = {"code": made["code"]["planned"], "what": "seen", "words": "We talked."}
    assert made["client"].post(made["at"], grid(row)).status_code == 302

    again = made["client"].post(made["at"], grid(row | {"words": "Other words."}))

    assert said_in(again) == [
        f"Line 1, {written(row['code'])}: Iain Petrie entered this line on Thursday 26 November 2026. Look at it before you write more."
    ]
    assert Note.objects.filter(words="We talked.").count() == 1
    assert SheetEntry.objects.count() == 1


def test_the_same_press_twice_saves_once(made):
    sent = grid({"code": made["code"]["planned"], "what": "seen", "words": "We talked."})

    first, second = made["client"].post(made["at"], sent), made["client"].post(made["at"], sent)

    assert first["Location"] == second["Location"]
    assert Note.objects.filter(words="We talked.").count() == SheetEntry.objects.count() == 1


def test_somebody_out_of_sight_is_not_named_and_not_written_about(made, cast):
    person = made["people"]["asked"].person_id
    Grant.objects.filter(person=person, worker=cast.prison_coach).update(
        valid=DateTimeTZRange(
            timezone.now() - timezone.timedelta(days=2), timezone.now() - timezone.timedelta(days=1), "[)"
        )
    )

    answer = made["client"].post(made["at"], grid({"code": made["code"]["asked"], "what": "yes"}))

    assert said_in(answer) == [
        f"Line 1, {written(made['code']['asked'])}: This person’s record is not open to you any more. Give the sheet to your team lead."
    ]
    assert "Ann Asked" not in answer.content.decode()
    words = text_of(made["client"].get(reverse("print_sheet", args=[made["sheet"].pk])))
    assert "Ann Asked" not in words
    assert "1 line is left out" in words
    assert (
        "1 more line is not open to you."
        in made["client"].get(reverse("sheet", args=[made["sheet"].pk])).content.decode()
    )


def test_a_visit_that_was_booked_is_marked_and_stays_as_it_is_where_it_was_marked_before(made, cast, at):
    mentor = cast.stands("mentor")
    episode = made["people"]["planned"]
    (visit,) = appointments.book(
        episode.pk,
        by=mentor,
        client_id=uuid4(),
        kind="visit",
        starts_at=moment(TODAY, 10),
        purpose="Visit",
        now=moment(days(-1), 9),
    )
    sheet, codes = issued(cast, [episode], part="mentor")
    line = SheetLine.objects.get(sheet=sheet)
    assert (line.purpose, line.appointment_id, line.at) == (Purpose.VISIT, visit.pk, moment(TODAY, 10))

    sheets.enter(
        sheet.pk,
        by=mentor,
        said=[Said(1, codes[episode.pk], Done.NOT_SEEN, why=NotSeen.SAID_NO)],
        shut_out={},
        now=NOW,
        today=TODAY,
    )

    assert Appointment.objects.get(pk=visit.pk).result.code == "said_no_inside"
    unfocus()
    other = issued(cast, [episode], part="mentor")
    assert SheetLine.objects.get(sheet=other[0]).appointment_id is None, "what has its result is not asked again"


def test_a_sheet_is_given_back_when_all_is_entered_or_said_to_be_empty(made, cast):
    at = reverse("give_back_sheet", args=[made["sheet"].pk])
    made["client"].post(made["at"], grid({"code": made["code"]["planned"], "what": "seen", "words": "We talked."}))

    nothing = made["client"].post(at, {"once": str(uuid4())})
    left = made["client"].post(at, {"once": str(uuid4()), "fate": "destroyed"})
    nowhere = made["client"].post(at, {"once": str(uuid4()), "fate": "kept", "rest_empty": "on"})
    done = made["client"].post(at, {"once": str(uuid4()), "fate": "kept", "kept_where": "The safe", "rest_empty": "on"})
    late = made["client"].post(made["at"], grid({"code": made["code"]["asked"], "what": "yes"}))

    assert said_in(nothing) == ["Choose what became of the paper"]
    assert said_in(left) == ["3 lines are not entered. Enter them first, or tick that nothing was written there."]
    assert said_in(nowhere) == ["Write where it is kept."]
    assert done.status_code == 302
    sheet = Sheet.objects.get()
    assert (sheet.fate, sheet.kept_where, sheet.returned_by) == ("kept", "The safe", cast.prison_coach)
    assert said_in(late) == [
        "This sheet was given back on Thursday 26 November 2026. Write a note on the person’s page."
    ]
    assert said_in(made["client"].post(at, {"once": str(uuid4()), "fate": "destroyed", "rest_empty": "on"})) == [
        "This sheet was given back already."
    ]


def test_an_overdue_sheet_stands_on_the_holders_today_and_their_leads_and_on_nobody_elses(cast, time_machine, at):
    people = [with_mentor(cast, given="Pat", family="Planned")]
    sheet, _ = issued(cast, people, part="mentor")
    address = reverse("sheet", args=[sheet.pk])
    assert "Sheets to give back" not in client_of(cast.mentor).get("/").content.decode()

    time_machine.move_to(moment(days(4), 9))

    for part, sees in (("mentor", True), ("team_lead", True), ("other_mentor", False), ("prison_coach", False)):
        client = client_of(getattr(cast, part))
        page = client.get("/").content.decode()
        assert ("Sheets to give back" in page) == (address in page) == sees, part
        assert not (sees and "A clear day" in page), part
        assert (client.get(address).status_code == 200) == sees, part
        assert ("Should be back" in client.get(reverse("sheets")).content.decode()) == sees, part
    coachs, _ = issued(cast, [arrive(cast, given="Ann", family="Asked", spin="7")])
    assert client_of(cast.team_lead).get(reverse("sheet", args=[coachs.pk])).status_code == 200, (
        "they lead the team that works there"
    )
    assert client_of(cast.other_coach).get(reverse("sheet", args=[coachs.pk])).status_code == 404
    assert "Moira Kerr has it." in client_of(cast.team_lead).get("/").content.decode()
    assert "Was due back Friday 27 November" in client_of(cast.mentor).get("/").content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"day": TODAY.isoformat()}, "Tick at least one person."),
        ({"day": "2026-11-25", "who": "one"}, "Choose today or a day of the next week"),
        ({"day": "2026-12-24", "who": "one"}, "Choose today or a day of the next week"),
        ({"day": "soon", "who": "one"}, "Choose today or a day of the next week"),
        ({"prison": "S-NONE", "day": TODAY.isoformat(), "who": "one"}, "Choose a prison"),
    ],
)
def test_a_sheet_that_cannot_be_made_says_why(cast, at, sent, words):
    one = arrive(cast)
    sent = sent | ({"who": [str(one.pk)]} if "who" in sent else {})

    answer = client_of(cast.prison_coach).post(reverse("new_sheet"), {"once": str(uuid4()), "prison": "S-BAR"} | sent)

    assert answer.status_code == 422
    assert any(words in one for one in said_in(answer)), said_in(answer)
    assert not Sheet.objects.exists()


def test_nobody_out_of_sight_can_be_put_on_a_sheet(cast, at):
    one = arrive(cast)

    with pytest.raises(Episode.DoesNotExist):
        sheets.issue(
            "S-BAR",
            by=cast.stands("stranger"),
            day=TODAY,
            lines=[Planned(one.pk, Purpose.OFFER)],
            due_on=days(1),
            now=NOW,
            today=TODAY,
        )
    client = client_of(cast.stranger)
    client.post(
        reverse("new_sheet"), {"once": str(uuid4()), "prison": "S-BAR", "day": TODAY.isoformat(), "who": [str(one.pk)]}
    )
    assert not Sheet.objects.exists()


def test_sheets_are_numbered_without_a_gap(cast, at):
    one = arrive(cast)

    numbers = [issued(cast, [one])[0].number for _ in range(3)]

    assert numbers == [1, 2, 3]
    with pytest.raises(Episode.DoesNotExist):
        sheets.issue(
            "S-BAR",
            by=cast.stands("prison_coach"),
            day=TODAY,
            lines=[Planned(uuid4(), Purpose.OFFER)],
            due_on=days(1),
            now=NOW,
            today=TODAY,
        )
    assert issued(cast, [one])[0].number == 4


@pytest.mark.slow
def test_sixty_people_are_printed_and_entered_whole(cast, at, long_form):
    """What each step took is printed."""
    if not long_form:
        pytest.skip("the long form")
    people = [arrive(cast, given=f"P{number}", family=f"Of{number}", spin=str(1000 + number)) for number in range(60)]
    for one in people[:20]:
        sign_up(cast, one)
    client = client_of(cast.prison_coach)
    times = {}

    def timed(name, ask):
        began = time.perf_counter()
        answer = ask()
        times[name] = time.perf_counter() - began
        return answer

    timed("choose", lambda: client.get(reverse("new_sheet")))
    made = timed(
        "make",
        lambda: client.post(
            reverse("new_sheet"),
            {"once": str(uuid4()), "prison": "S-BAR", "day": TODAY.isoformat(), "who": [str(one.pk) for one in people]},
        ),
    )
    sheet = Sheet.objects.get()
    pdf = timed("print", lambda: client.get(reverse("print_sheet", args=[sheet.pk])))
    codes = {line.episode_id: line.code for line in SheetLine.objects.all()}
    rows = [
        {"code": codes[one.pk], "what": "seen", "words": "We talked.", "minutes": "15"}
        if number < 20
        else {"code": codes[one.pk], "what": "yes"}
        for number, one in enumerate(people)
    ]
    form = timed("grid", lambda: client.get(reverse("enter_sheet", args=[sheet.pk])))
    wrong = timed(
        "one wrong line of 60",
        lambda: client.post(
            reverse("enter_sheet", args=[sheet.pk]), grid(*rows[:-1], rows[-1] | {"code": "CDFHJK"}, rows="62")
        ),
    )
    entered = timed("enter", lambda: client.post(reverse("enter_sheet", args=[sheet.pk]), grid(*rows, rows="62")))

    print(
        {name: round(seconds, 2) for name, seconds in times.items()},
        len(PdfReader(BytesIO(pdf.content)).pages),
        "pages",
    )
    assert (made.status_code, pdf.status_code, form.status_code, wrong.status_code, entered.status_code) == (
        302,
        200,
        200,
        422,
        302,
    )
    assert SheetEntry.objects.count() == 60


def test_no_letter_of_a_printed_sheet_is_smaller_than_fourteen_points(made):
    pdf = PdfReader(BytesIO(made["client"].get(reverse("print_sheet", args=[made["sheet"].pk])).content))
    sizes = set()

    def look(words, _cm, matrix, _font, size):
        if words.strip():
            sizes.add(round(abs(size * matrix[3] * _cm[3]), 1))

    for page in pdf.pages:
        page.extract_text(visitor_text=look)

    assert min(sizes) >= 14, sizes
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_one_line_at_once_one_saves_and_the_other_is_told(transactional_db):
    people = cast_of_its_own()
    episode = with_plan(people, given="Pat", family="Planned")
    unfocus()
    sheet, codes = issued(people, [episode], part="mentor")
    both, answers = threading.Barrier(2), {}

    def enter(part):
        try:
            by = people.stands(part)
            both.wait()
            answers[part] = sheets.enter(
                sheet.pk,
                by=by,
                said=[Said(1, codes[episode.pk], Done.SEEN, words=f"From {part}.")],
                shut_out={},
                now=NOW,
                today=TODAY,
            )
        except NotEntered as stopped:
            answers[part] = stopped.troubles[0].words
        finally:
            connections.close_all()

    hands = [threading.Thread(target=enter, args=(part,)) for part in ("mentor", "team_lead")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert min(str(one) for one in answers.values()) == "1"
    told = next(one for one in answers.values() if one != 1)
    assert "entered this line on Thursday 26 November 2026" in told
    assert SheetEntry.objects.count() == Note.objects.filter(words__startswith="From ").count() == 1


@pytest.mark.parametrize(("day", "words"), [(days(-1), "That day is past"), (days(8), "more than a week away")])
def test_no_sheet_is_made_for_a_day_that_is_past_or_far(cast, at, day, words):
    one = arrive(cast)

    with pytest.raises(Refused, match=words):
        sheets.issue(
            "S-BAR",
            by=cast.stands("prison_coach"),
            day=day,
            lines=[Planned(one.pk, Purpose.OFFER)],
            due_on=days(9),
            now=NOW,
            today=TODAY,
        )
    assert not Sheet.objects.exists()
