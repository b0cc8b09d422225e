"""Letters by their pages and actions: who gets one and who none, what is kept, what two who write at once are told."""

import re
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from tests import sides
from tests.cast import TODAY, days
from tests.clients import client_of
from tests.doors import printed_letter
from tests.histories import arrive, code, moment, out_and_engaged, sign_up, with_mentor, with_plan
from tests.hostile import HOSTILE
from tests.web.test_looks import log
from throughline.actions import appointments, consents, custody, deaths, endings, letters, offers, people, sealed
from throughline.actions.beats import unfocus
from throughline.commands.reference import load
from throughline.domain.letters import BLANK, Kind, Planned
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import Channel, ConsentPurpose, OfferAnswer
from throughline.models import (
    Address,
    Consent,
    ConsentWording,
    Episode,
    Event,
    Letter,
    LetterTemplate,
    LetterWords,
    Person,
    acting,
)
from throughline.queries.letters import GROUPS, group, planned

pytestmark = pytest.mark.django_db
NOW = moment(TODAY, 9)


def template(kind=Kind.STILL_HERE, language="en"):
    return LetterTemplate.objects.get(kind=kind, language=language)


def plan_of(cast, episode, kind=Kind.STILL_HERE, part="mentor"):
    """Return what somebody's letter would be, or why they get none."""
    by = cast.stands(part)
    unfocus()
    with transaction.atomic(), acting(by):
        one = Episode.objects.get(pk=episode.pk)
        return planned(template(kind).newest, [one], by=by, now=NOW, on=TODAY)[episode.pk]


def pdf_of(answer):
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def print_one(client, episode, kind=Kind.STILL_HERE, language="en"):
    sent = {"once": str(uuid4()), "template": str(template(kind, language).pk)}
    return client.post(reverse("write_letter", args=[episode.pk]), sent)


def change(client, row, *, title="A new heading", body="Dear {first name}", version=None, press="save"):
    sent = {
        "once": str(uuid4()),
        "title": title,
        "body": body,
        "by_post": "on",
        "version": version or row.version,
        "next": press,
    }
    return client.post(reverse("letter_template", args=[row.pk]), sent)


@pytest.fixture
def manager(cast):
    return client_of(sides.sides(cast).manager)


# What is printed, and kept.


@pytest.mark.ledger("N6")
def test_a_letter_is_kept_as_it_was_printed_and_stands_on_the_timeline(cast, at):
    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)

    answer = print_one(client, episode)

    letter = Letter.objects.get()
    assert answer["Location"] == reverse("letter", args=[letter.pk])
    assert (letter.episode, letter.by, letter.kind, letter.language) == (episode, cast.mentor, "still_here", "en")
    assert "Dear Danny" in letter.body
    assert Event.objects.filter(what="letter:print", person=episode.person_id).count() == 1
    timeline = client.get(reverse("happened", args=[episode.person_id])).content.decode()
    assert "Printed: Still here for you" in timeline
    assert reverse("letter", args=[letter.pk]) in timeline


def test_printed_again_it_says_the_same_after_its_words_and_the_name_have_changed(cast, at):
    episode = out_and_engaged(cast)
    letter = printed_letter(cast, episode)
    client = client_of(cast.mentor)
    first = pdf_of(client.get(reverse("print_letter", args=[letter.pk])))
    letters.reword(
        template().pk, by=cast.stands("administrator"), version=None, title="Other", body="Other words", by_post=True
    )
    person = episode.person
    people.describe(
        person.pk, by=cast.stands("mentor"), version=person.version, given_names="Other", family_name="Name", known_as="Else",
        birth_date=person.birth_date, home_place="", home_council_id=None, language="", reading="",
    )  # fmt: skip

    again = pdf_of(client.get(reverse("print_letter", args=[letter.pk])))

    assert again == first
    assert "Danny" in again


def test_the_read_log_says_that_it_was_printed_and_of_whom(cast, at):
    letter = printed_letter(cast, out_and_engaged(cast))
    client_of(cast.mentor).get(reverse("print_letter", args=[letter.pk]))
    row = next(one for one in log() if one["page"] == "print_letter")
    assert (row["how"], row["people"]) == ("print", [letter.person_id])


def test_many_are_printed_in_one_go_and_each_is_kept(cast, at):
    first, second = out_and_engaged(cast, given="Ann", family="A"), out_and_engaged(cast, given="Bob", family="B")
    client = client_of(cast.mentor)
    sent = {
        "once": str(uuid4()),
        "template": str(template().pk),
        "group": "mine",
        "who": [str(first.pk), str(second.pk)],
    }

    answer = client.post(reverse("new_letters"), sent)

    rows = list(Letter.objects.order_by("place"))
    assert [one.episode_id for one in rows] == [first.pk, second.pk]
    assert len({one.run for one in rows}) == 1
    assert answer["Location"] == reverse("letter_run", args=[rows[0].run])
    text = pdf_of(client.get(reverse("print_letter_run", args=[rows[0].run])))
    assert "Ann" in text
    assert "Bob" in text
    assert client.post(reverse("new_letters"), sent)["Location"] == answer["Location"]
    assert Letter.objects.count() == 2  # pressed twice it is printed once


def test_nobody_chosen_is_said_in_a_sentence_and_nothing_is_kept(cast, at):
    out_and_engaged(cast)
    sent = {"once": str(uuid4()), "template": str(template().pk), "group": "mine"}
    answer = client_of(cast.mentor).post(reverse("new_letters"), sent)
    assert answer.status_code == 422
    assert "Choose at least one person." in answer.content.decode()
    assert not Letter.objects.exists()


def test_an_id_that_was_slipped_in_gets_no_letter(cast, at):
    mine, hidden = out_and_engaged(cast), arrive(cast, given="Hid", family="Den")
    sent = {
        "once": str(uuid4()),
        "template": str(template().pk),
        "group": "mine",
        "who": [str(mine.pk), str(hidden.pk), "x"],
    }
    client_of(cast.mentor).post(reverse("new_letters"), sent)
    assert [one.episode_id for one in Letter.objects.all()] == [mine.pk]


def test_the_consent_form_says_the_programmes_own_words_in_force_and_has_lines_to_sign_on(cast, at):
    episode = with_mentor(cast)
    letter = printed_letter(cast, episode, Kind.CONSENT)
    assert letter.statements.splitlines() == [
        ConsentWording.objects.get(purpose=one, until_on=None).words for one in ConsentPurpose
    ]
    text = pdf_of(client_of(cast.mentor).get(reverse("print_letter", args=[letter.pk])))
    assert "I want to take part." in text
    assert "Signature:" in text


# Who gets none.


def test_whoever_died_gets_none_and_what_was_printed_before_is_not_printed_again(cast, at):
    episode = out_and_engaged(cast)
    assert isinstance(plan_of(cast, episode), Planned)
    letter = printed_letter(cast, episode)
    deaths.record_death(
        episode.person_id, by=cast.stands("team_lead"), died_on=TODAY, known_from="His sister phoned", family="", today=TODAY, at=moment(TODAY, 9),
    )  # fmt: skip
    assert plan_of(cast, episode).code == "died"
    assert plan_of(cast, episode, Kind.MOVING_ON).code == "died"
    client = client_of(cast.mentor)
    assert client.get(reverse("print_letter", args=[letter.pk])).status_code == 302
    assert client.get(reverse("print_letter_run", args=[letter.run])).status_code == 302
    assert "Daniel Reid has died." in client.get(reverse("letter", args=[letter.pk])).content.decode()
    assert print_one(client, episode, Kind.MOVING_ON).status_code == 422
    assert Letter.objects.count() == 1


def test_whoever_took_back_their_yes_gets_none_until_they_say_yes_again(cast, at):
    episode = out_and_engaged(cast)
    assert isinstance(plan_of(cast, episode), Planned)
    yes = Consent.objects.get(episode=episode, wording__purpose=ConsentPurpose.TAKING_PART)
    consents.withdraw(yes.pk, by=cast.stands("mentor"), on=days(-1), today=TODAY)
    assert plan_of(cast, episode).code == "said_no"
    consents.ask_again(
        episode.pk, by=cast.stands("mentor"), wording=yes.wording, given=True, way="paper", on=TODAY, today=TODAY
    )
    assert isinstance(plan_of(cast, episode), Planned)


def test_of_a_record_that_is_shut_only_the_last_letter_is_printed(cast, at):
    episode = out_and_engaged(cast)
    endings.move_on(
        episode.pk, by=cast.stands("mentor"), reason=code("ending_reasons", "goals_met"), on=TODAY, today=TODAY, at=moment(TODAY, 9), summary="",
    )  # fmt: skip
    assert plan_of(cast, episode).code == "shut"
    assert isinstance(plan_of(cast, episode, Kind.MOVING_ON), Planned)


def test_an_appointment_is_told_with_its_day_and_where_and_without_one_there_is_no_letter(cast, at):
    episode = out_and_engaged(cast)
    assert plan_of(cast, episode, Kind.APPOINTMENT).code == "not_booked"
    appointments.book(
        episode.pk, by=cast.stands("mentor"), client_id=uuid4(), kind="appointment", starts_at=moment(days(1), 14), purpose="Bank",
        where="9 High Street", now=NOW,
    )  # fmt: skip
    told = plan_of(cast, episode, Kind.APPOINTMENT)
    assert "Day: Friday 27 November 2026" in told.body
    assert "Time: 2pm" in told.body
    assert "Where: 9 High Street" in told.body


def test_whom_the_printer_may_not_write_about_is_left_out_and_a_stranger_gets_no_page(cast, at):
    episode = out_and_engaged(cast)
    one = plan_of(cast, episode)
    for part in ("stranger", "other_mentor"):
        answer = client_of(getattr(cast, part)).get(reverse("write_letter", args=[episode.pk]))
        assert answer.status_code == 404
        with pytest.raises(Episode.DoesNotExist):
            letters.print_out(
                template().newest.pk, by=cast.stands(part), planned=[one], run=uuid4(), sender="x", now=NOW
            )
    assert not Letter.objects.exists()


def test_an_administrator_prints_no_letter(cast, at):
    one = plan_of(cast, out_and_engaged(cast))
    with pytest.raises(Forbidden):
        letters.print_out(
            template().newest.pk, by=cast.stands("administrator"), planned=[one], run=uuid4(), sender="x", now=NOW
        )
    assert client_of(cast.administrator).get(reverse("new_letters")).status_code == 404


# The window of the envelope.


def live_at(episode, lines, postcode="G1 1AA"):
    return Address.objects.create(person=episode.person, lines=lines, postcode=postcode, from_on=days(-5))


def test_an_address_stands_on_a_letter_by_post_and_a_blank_where_there_is_none(cast, at):
    episode = out_and_engaged(cast)
    assert "address" in plan_of(cast, episode).missing
    row = live_at(episode, "1 Hope Street\nGlasgow")
    assert "address" not in plan_of(cast, episode).missing
    letter = printed_letter(cast, episode)
    assert letter.address == row
    assert "1 Hope Street Glasgow G1 1AA" in pdf_of(
        client_of(cast.mentor).get(reverse("print_letter", args=[letter.pk]))
    )


def test_an_address_that_names_a_prison_does_not_stand_in_the_window(cast, at):
    episode = out_and_engaged(cast)
    live_at(episode, "HMP Barlinnie\nLee Avenue")
    one = plan_of(cast, episode)
    assert one.address is None
    assert "address" in one.missing


def test_to_somebody_in_prison_a_letter_is_handed_over_with_no_address_on_it(cast, at):
    episode = out_and_engaged(cast)
    live_at(episode, "1 Hope Street")
    custody.go_in(
        episode.person_id, by=cast.stands("mentor"), status="remand", on=days(-1), today=TODAY, prison="S-BAR"
    )
    one = plan_of(cast, episode)
    assert (one.by_post, one.address) == (False, None)
    letter = printed_letter(cast, episode)
    assert "Hope Street" not in pdf_of(client_of(cast.mentor).get(reverse("print_letter", args=[letter.pk])))


def test_where_the_address_is_sealed_for_the_printer_they_are_left_out_and_nothing_betrays_it(cast, at):
    episode = out_and_engaged(cast)
    live_at(episode, "1 Hope Street")
    letter = printed_letter(cast, episode)
    assert isinstance(plan_of(cast, episode, part="team_lead"), Planned)
    sealed.seal(
        by=cast.stands(sides.sides(cast).guardian), kind=SealKind.PROTECTED, part=Sealed.ADDRESS, because="A threat.", holders=[cast.mentor],
        review_on=days(90), on=TODAY, given_names="Daniel", family_name="Reid", birth_date=episode.person.birth_date,
    )  # fmt: skip
    assert plan_of(cast, episode, part="team_lead").code == "not_open"
    lead, mentor = client_of(cast.team_lead), client_of(cast.mentor)
    page = lead.get(reverse("letter", args=[letter.pk])).content.decode()
    assert "Hope Street" not in page
    assert "is not open to you" in page
    assert lead.get(reverse("print_letter", args=[letter.pk])).status_code == 302
    assert "Hope Street" in pdf_of(mentor.get(reverse("print_letter", args=[letter.pk])))
    with pytest.raises(Refused):
        letters.print_out(
            template().newest.pk,
            by=cast.stands("team_lead"),
            planned=[plan_of(cast, episode)],
            run=uuid4(),
            sender="x",
            now=NOW,
        )


def test_the_address_of_somebody_else_cannot_be_put_on_a_letter(cast, at):
    first, second = out_and_engaged(cast, given="Ann", family="A"), out_and_engaged(cast, given="Bob", family="B")
    one = replace(plan_of(cast, first), address=live_at(second, "2 Other Street").pk)
    with pytest.raises(Address.DoesNotExist):
        letters.print_out(
            template().newest.pk, by=cast.stands("mentor"), planned=[one], run=uuid4(), sender="x", now=NOW
        )


# Whom a letter is for.


def test_each_group_holds_whom_it_says_and_nobody_out_of_sight(cast, at):
    asked = arrive(cast, given="Ann", family="Asked", spin="1")
    later = arrive(cast, given="Lat", family="Later", spin="6", out_in=200)
    joined = sign_up(cast, arrive(cast, given="Jon", family="Joined", spin="2"))
    heard = with_plan(cast, given="Hal", family="Heard", spin="3")
    custody.come_out(heard.person_id, by=cast.stands("mentor"), on=days(-29), today=TODAY)
    spoken = out_and_engaged(cast, given="Spe", family="Spoken", spin="4")
    gone = out_and_engaged(cast, given="Gon", family="Gone", spin="5")
    endings.move_on(
        gone.pk, by=cast.stands("mentor"), reason=code("ending_reasons", "goals_met"), on=days(-2), today=TODAY, at=moment(TODAY, 9), summary="",
    )  # fmt: skip
    appointments.book(
        spoken.pk, by=cast.stands("mentor"), client_id=uuid4(), kind="appointment", starts_at=moment(days(1), 14), purpose="Bank", now=NOW,
    )  # fmt: skip

    def names(of, part):
        unfocus()
        return {one.pk for one in group(of, by=cast.stands(part), now=NOW, on=TODAY)}

    assert names("mine", "mentor") == {heard.pk, spoken.pk}
    assert names("quiet", "mentor") == {heard.pk}
    assert names("tomorrow", "mentor") == {spoken.pk}
    assert names("gone", "mentor") == {gone.pk}
    assert names("offer", "prison_coach") == {asked.pk, later.pk}
    assert names("soon", "prison_coach") == {asked.pk}
    assert joined.pk not in names("offer", "prison_coach") | names("yes", "prison_coach")
    assert all(names(of, "stranger") == set() for of in GROUPS)


def test_whoever_said_yes_and_has_not_joined_gets_the_forms(cast, at):
    episode = arrive(cast)
    coach = cast.stands("prison_coach")
    offers.make(episode.pk, by=coach, channel=Channel.FACE_TO_FACE, made_on=days(-5), today=TODAY)
    offers.answer(episode.pk, by=coach, answer=OfferAnswer.ACCEPTED, on=days(-5), today=TODAY)
    unfocus()
    assert [one.pk for one in group("yes", by=coach, now=NOW, on=TODAY)] == [episode.pk]


# The words.


def test_new_words_are_the_next_version_and_the_old_ones_stay(cast, manager):
    row = template()
    answer = change(manager, row)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.number, row.newest.title, row.words.count()) == (2, "A new heading", 2)
    assert row.words.get(number=1).title == "Still here for you"


def test_an_unknown_field_is_refused_beside_its_box_and_nothing_is_saved(cast, manager):
    answer = change(manager, template(), body="Dear {frist name}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no field {frist name}. Did you mean {first name}?" in page
    assert "Dear {frist name}" in page
    assert LetterWords.objects.filter(template=template()).count() == 1


def test_a_look_first_shows_somebody_invented_and_saves_nothing(cast, manager):
    answer = change(manager, template(), title="Hello {name}", press="look")
    assert answer.status_code == 200
    assert "Hello Samuel Example" in answer.content.decode()
    assert "is invented" in answer.content.decode()
    assert template().number == 1


def test_two_who_change_the_same_letter_are_told_and_shown_what_it_says_now(cast, manager):
    row = template()
    change(manager, row, body="The first one’s words.")
    answer = change(manager, row, body="The second one’s words.", version=1)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Someone else changed this while you were writing." in page
    assert "The first one’s words." in page
    assert "The second one’s words." in page
    assert template().number == 2
    again = re.search(r'name="version" value="(\d+)"', page)[1]
    assert change(manager, row, body="The second one’s words.", version=again).status_code == 302
    assert template().newest.body == "The second one’s words."


@pytest.mark.parametrize("said", [one for one in HOSTILE if one != "\ud83d"])  # no browser sends half a sign
def test_hostile_words_in_a_letter_are_saved_as_they_are_or_refused_and_print(cast, at, manager, said):
    episode = out_and_engaged(cast)
    answer = change(manager, template(), title=said, body=said)
    assert answer.status_code in (302, 422)
    assert manager.get(reverse("letter_template", args=[template().pk])).status_code == 200
    letter = printed_letter(cast, episode)
    client = client_of(cast.mentor)
    assert client.get(reverse("letter", args=[letter.pk])).status_code == 200
    assert client.get(reverse("print_letter", args=[letter.pk]))["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_name_is_printed_as_a_name(cast, at, said):
    kept = "".join(sign for sign in said if sign != "\x00" and not 0xD800 <= ord(sign) <= 0xDFFF)[:120].strip()
    episode = out_and_engaged(cast)
    Person.objects.filter(pk=episode.person_id).update(known_as=kept, family_name=kept or "x")
    letter = printed_letter(cast, Episode.objects.get(pk=episode.pk))
    assert client_of(cast.mentor).get(reverse("print_letter", args=[letter.pk])).status_code == 200
    if kept:
        assert f"Dear {kept}" in letter.body


def test_polish_words_are_printed_once_they_were_checked_and_new_ones_are_checked_anew(cast, at, manager):
    episode = out_and_engaged(cast)
    client, row = client_of(cast.mentor), template(language="pl")
    assert print_one(client, episode, language="pl").status_code == 422
    assert not Letter.objects.exists()
    sent = {"once": str(uuid4()), "version": row.version, "checked_with": "A. Nowak, translator"}
    assert manager.post(reverse("check_letter_template", args=[row.pk]), sent).status_code == 302

    answer = print_one(client, episode, language="pl")

    letter = Letter.objects.get()
    assert answer.status_code == 302
    assert "Dzień dobry, Danny!" in letter.body
    assert (
        PdfReader(BytesIO(client.get(reverse("print_letter", args=[letter.pk])).content))
        .trailer["/Root"]["/Lang"]
        .startswith("pl")
    )
    change(manager, row, body="Dzień dobry!")
    assert print_one(client, episode, language="pl").status_code == 422
    assert Letter.objects.count() == 1


def test_a_retired_letter_is_offered_no_more_and_can_be_brought_back(cast, at, manager):
    episode, row = out_and_engaged(cast), template()
    page = reverse("write_letter", args=[episode.pk])
    press = lambda: manager.post(  # noqa: E731
        reverse("retire_letter_template", args=[row.pk]), {"once": str(uuid4()), "version": template().version}
    )
    client = client_of(cast.mentor)
    assert str(row.pk) in client.get(page).content.decode()
    assert press().status_code == 302
    assert str(row.pk) not in client.get(page).content.decode()
    assert print_one(client, episode).status_code == 422
    with pytest.raises(Refused):
        printed_letter(cast, episode)
    assert press().status_code == 302
    assert str(row.pk) in client.get(page).content.decode()


def test_words_changed_since_the_page_was_made_are_not_printed_unseen(cast, at):
    episode = out_and_engaged(cast)
    one, words = plan_of(cast, episode), template().newest
    letters.reword(
        template().pk, by=cast.stands("administrator"), version=None, title="Other", body="Other", by_post=False
    )
    with pytest.raises(Refused, match="Someone else changed this letter"):
        letters.print_out(words.pk, by=cast.stands("mentor"), planned=[one], run=uuid4(), sender="x", now=NOW)
    assert not Letter.objects.exists()


def test_nobody_but_who_sets_up_changes_words(cast):
    for part in ("mentor", "team_lead", "stranger"):
        with pytest.raises(Forbidden):
            letters.reword(template().pk, by=cast.stands(part), version=None, title="x", body="x", by_post=False)
        assert client_of(getattr(cast, part)).get(reverse("letter_templates")).status_code == 404
    assert template().number == 1


def test_shipped_letters_come_again_where_they_are_missing_and_never_over_somebodys_own(cast):
    letters.reword(
        template().pk, by=cast.stands("administrator"), version=None, title="Ours", body="Ours", by_post=False
    )
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE owner")
        counts = load()
        cursor.execute("SET ROLE witness")
    assert counts["letters"] == LetterTemplate.objects.count() == 12
    assert template().newest.title == "Ours"


def test_what_was_printed_cannot_be_changed_or_taken_away_by_the_serving_role(cast, at):
    letter = printed_letter(cast, out_and_engaged(cast))
    for change_it in (
        "UPDATE throughline_letter SET body = 'x'",
        "DELETE FROM throughline_letter",
        "UPDATE throughline_letterwords SET body = 'x'",
        "DELETE FROM throughline_letterwords",
        "DELETE FROM throughline_lettertemplate",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET LOCAL ROLE app")
            cursor.execute(change_it)
    assert Letter.objects.get(pk=letter.pk).body == letter.body


def test_a_blank_stands_for_what_is_not_known(cast, at):
    one = plan_of(cast, out_and_engaged(cast))
    assert "mentor phone" in one.missing
    assert BLANK in one.body


def test_a_letter_for_many_asks_as_little_of_the_database_as_for_few(cast, at):
    episodes = [out_and_engaged(cast, given=f"P{number}", family=f"Q{number}") for number in range(5)]
    by = cast.stands("mentor")
    asked = []
    for number in (1, 5):
        by.sight.clear()
        unfocus()
        with CaptureQueriesContext(connection) as said, transaction.atomic(), acting(by):
            rows = list(
                Episode.objects.filter(pk__in=[one.pk for one in episodes[:number]]).select_related(
                    "person", "programme", "owner"
                )
            )
            assert len(planned(template().newest, rows, by=by, now=NOW, on=TODAY)) == number
        asked.append(len(said))
    assert asked[0] == asked[1]
