"""The person sees who can see them and who has looked; asks; and somebody answers."""

import html
import re
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from pypdf import PdfReader

from tests import cast as casting
from tests import safe
from tests.cast import BEGAN, TODAY, days
from tests.clients import client_of
from tests.histories import out_and_engaged
from tests.hostile import SEVERAL, one_at_a_time
from throughline.actions import oversight, workers
from throughline.domain.calendar import HERE
from throughline.domain.looks import Exemption, Glance, Noticed, by_hour
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Role
from throughline.models import (
    AgreementVersion,
    Alert,
    Episode,
    Grant,
    Mail,
    Person,
    Question,
    Withholding,
    acting,
    focus,
    standing_of,
)
from throughline.policy.grants import Opens
from throughline.queries import looks
from throughline.queries.looks import Grantee, Looked, shared, who_can_see
from throughline.queries.records import record_of
from throughline.web.pages.looks import card, line, theirs

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast):
    """The data protection lead, who has no grant on anybody."""
    return workers.add(
        by=cast.stands("administrator"), name="Isla Boyd", email="isla@example.org", employer=cast.lead_charity, on=BEGAN,
        posts=[{"organisation": cast.lead_charity, "role": Role.DATA_PROTECTION_LEAD}],
    )  # fmt: skip


def asked(cast, episode, words="Who is Shona?"):
    return oversight.ask(episode.person_id, by=cast.stands("mentor"), words=words, on=TODAY, due_on=days(7))


@pytest.mark.ledger("N1")
def test_a_worker_is_told_why_they_can_see_a_record_and_who_else_can(cast, at):
    episode = out_and_engaged(cast)

    body = client_of(cast.mentor).get(f"/people/{episode.person_id}/why").content.decode()

    assert "Why can I see this?" in body
    assert all(
        because in body
        for because in episode.person.grants.in_force().filter(worker=cast.mentor).values_list("because", flat=True)
    )
    assert "Glasgow team" in body
    assert "You can write in it." in body


def test_the_person_is_shown_each_one_who_can_see_them_and_nobody_else(cast, at):
    from throughline.models import Grant

    episode = out_and_engaged(cast)
    held = {
        grant.worker.name
        for grant in Grant.objects.in_force().filter(
            person=episode.person_id, worker__isnull=False, worker__service=False
        )
    }

    body = client_of(cast.mentor).get(f"/people/{episode.person_id}/record").content.decode()

    assert held
    assert all(f"<h3>{name}</h3>" in body for name in held)
    assert f"{len(held)} {'person' if len(held) == 1 else 'people'} and 1 team. Nobody else." in body
    assert "Everything but what I was in prison for" in body
    assert "Sandy Stranger" not in body


def test_looks_and_prints_stand_on_the_persons_page_with_the_hour_and_the_reason(cast):
    episode = out_and_engaged(cast)
    client_of(cast.team_lead).get(f"/people/{episode.person_id}/")
    client_of(cast.mentor).get(f"/plans/{episode.plans.get().pk}/print.pdf")
    client_of(cast.mentor).get("/people/")

    body = client_of(cast.mentor).get(f"/people/{episode.person_id}/record").content.decode()

    assert "Shona Muir, Team lead, Clyde Mentoring" in body
    assert "They lead the team that works with me" in body
    assert "printed and saw in a list" in body
    assert "Some entries may be withheld by law." in body


def test_one_persons_page_tells_nothing_of_who_looked_at_another(cast):
    one, other = out_and_engaged(cast), out_and_engaged(cast, given="Sam", family="Weir", spin="99")
    client_of(cast.team_lead).get(f"/people/{other.person_id}/")

    body = client_of(cast.mentor).get(f"/people/{one.person_id}/record").content.decode()

    assert "Nobody yet." in body

    def counted(by, focused, asked):
        with acting(cast.stands(by)), connection.cursor() as cursor:
            focus(focused)
            cursor.execute("SELECT count(*) FROM looks_at(%s, now())", [asked])
            return cursor.fetchone()[0]

    assert counted("mentor", other.person_id, other.person_id) == 1
    assert counted("mentor", one.person_id, other.person_id) == 0
    assert counted("stranger", other.person_id, other.person_id) == 0, "a focus by itself opens nothing"


def test_what_one_worker_saw_in_one_hour_for_one_reason_is_one_line():
    noon, worker = timezone.now().replace(minute=5), uuid4()
    glances = [
        Glance(uuid4(), noon + timedelta(minutes=m), worker, how, opens, ("team",))
        for m, how, opens in [(0, "view", 1), (9, "print", 8), (70, "view", 1)]
    ]

    visits = by_hour(glances)

    assert [(one.times, one.opens, sorted(one.ways)) for one in visits] == [(1, 1, ["view"]), (2, 9, ["print", "view"])]


def test_every_ground_on_which_somebody_looked_is_said():
    noon, worker = timezone.now().replace(minute=5), uuid4()
    glances = [
        Glance(uuid4(), noon + timedelta(minutes=m), worker, "view", 1, bases)
        for m, bases in [(0, ("team", "assignment", "team")), (1, ("team", "assignment")), (2, ("team",)), (3, ())]
    ]

    said = [line(Looked(one, "Shona Muir", ""), today=TODAY)["why"] for one in by_hour(glances)]

    assert [one.times for one in by_hour(glances)] == [1, 1, 2]
    assert said == [
        "Their role let them", "They lead the team that works with me", "They lead the team that works with me. They look after me",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_where_there_is_more_than_one_page_holds_that_is_said_and_nothing_falls_between_two(monkeypatch):
    cast = casting.make()
    episode = out_and_engaged(cast)
    monkeypatch.setattr(looks, "MOST_LOOKS", 4)
    lead, mentor = client_of(cast.team_lead), client_of(cast.mentor)
    for _ in range(10):
        lead.get(f"/people/{episode.person_id}/")
    start = address = f"/people/{episode.person_id}/record"
    seen, pages = 0, 0

    while address:
        body = mentor.get(address).content.decode()
        pages += 1
        seen += sum(
            int(n or 1) for n in re.findall(r"<b>Shona Muir[^<]*</b> looked at [^<]*?(?:, (\d+) times)?</p>", body)
        )
        assert ("Up to " in body) == (pages > 1)
        found = re.search(r'href="(\?upto=[^"#]+)#looked">See the earlier ones', body)
        address = start + html.unescape(found[1]) if found else ""

    assert (seen, pages > 2) == (10, True)
    paper = mentor.get(f"/people/{episode.person_id}/record.pdf").content
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
    assert "There are earlier ones." in text
    for nonsense in ("x", "2026-13-01", "9999-12-31T23:59:59%2B00:00", "2026-01-01", "%00"):
        assert mentor.get(f"{start}?upto={nonsense}").status_code == 200, nonsense


def test_the_same_can_be_printed_large_and_tagged(cast, at):
    episode = out_and_engaged(cast)

    response = client_of(cast.mentor).get(f"/people/{episode.person_id}/record.pdf")

    pdf = PdfReader(BytesIO(response.content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Who can see my record" in text
    assert "Some entries may be withheld by law." in text
    assert "Moira Kerr" in text


def test_a_question_reaches_the_lead_with_five_working_days_and_its_answer_comes_back(cast, lead, at):
    episode = out_and_engaged(cast)
    mentor = client_of(cast.mentor)
    mentor.post(f"/people/{episode.person_id}/ask", {"words": "Who is Shona?", "once": str(uuid4())})
    question = Question.objects.get()

    desk = client_of(lead).get("/log/").content.decode()
    answered = client_of(lead).post(
        f"/log/questions/{question.pk}/", {"answer": "She leads the team.", "once": str(uuid4())}
    )
    body = mentor.get(f"/people/{episode.person_id}/record").content.decode()

    # Asked on Thursday 26 November; Monday 30 is St Andrew's Day.
    assert question.due_on == days(8)
    assert "Daniel Reid" in desk
    assert answered.status_code == 302
    assert "She leads the team." in body


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_in_a_question_stay_words(cast, lead, at, several):
    episode = out_and_engaged(cast)
    for words in one_at_a_time(several):
        saved = client_of(cast.mentor).post(
            f"/people/{episode.person_id}/ask",
            {"words": words.encode("utf-8", "replace").decode(), "once": str(uuid4())},
        )
        pdf = client_of(cast.mentor).get(f"/people/{episode.person_id}/record.pdf")

        assert saved.status_code in (302, 422)
        assert pdf.status_code == 200


def test_an_empty_question_says_what_is_missing_and_keeps_nothing(cast, at):
    episode = out_and_engaged(cast)

    response = client_of(cast.mentor).post(f"/people/{episode.person_id}/ask", {"words": " ", "once": str(uuid4())})

    assert response.status_code == 422
    assert "Write what you would like to know" in response.content.decode()
    assert not Question.objects.exists()


def test_nobody_but_the_lead_gets_to_the_log_and_the_lead_gets_to_no_record(cast, lead, at):
    question = asked(cast, out_and_engaged(cast))
    alert = oversight.notice(
        Noticed.NO_LINK, by=cast.stands("service"), worker=cast.stranger.pk, day=TODAY, evidence=[uuid4()]
    )
    doors = [
        "/log/",
        f"/log/questions/{question.pk}/",
        f"/log/questions/{question.pk}/keep-back",
        f"/log/alerts/{alert.pk}/",
    ]

    assert [client_of(lead).get(door).status_code for door in doors] == [200] * 4
    for part in ("mentor", "team_lead", "coordinator", "administrator", "record_steward", "stranger"):
        assert [client_of(getattr(cast, part)).get(door).status_code for door in doors] == [404] * 4, part
    # Who asked, for as long as the question is open, and nothing else of their record.
    shown = client_of(lead).get(f"/people/{question.person_id}/").content.decode()
    assert "Reid" in shown
    assert Episode.objects.get().notes.first().words not in shown
    oversight.answer(question.pk, by=cast.stands(lead), words="Your mentor’s lead.", now=timezone.now())
    assert client_of(lead).get(f"/people/{question.person_id}/").status_code == 404


def test_entries_kept_back_leave_the_page_in_the_same_words_and_do_not_come_back_by_neglect(cast, lead, at):
    episode = out_and_engaged(cast)
    client_of(cast.team_lead).get(f"/people/{episode.person_id}/")
    question, mentor = asked(cast, episode), client_of(cast.mentor)
    before = mentor.get(f"/people/{episode.person_id}/record").content.decode()

    kept = client_of(lead).post(
        f"/log/questions/{question.pk}/keep-back",
        {
            "worker": str(cast.team_lead.pk),
            "exemption": "serious_harm",
            "because": "A threat was made.",
            "review_on": f"{days(30):%d %m %Y}",
            "once": str(uuid4()),
        },
    )
    hidden = mentor.get(f"/people/{episode.person_id}/record").content.decode()

    assert kept.status_code == 302
    assert "Shona Muir, Team lead" in before
    assert "Shona Muir, Team lead" not in hidden
    assert "A threat was made." not in hidden
    assert (
        before.count("Some entries may be withheld by law.")
        == hidden.count("Some entries may be withheld by law.")
        == 1
    )
    from throughline.queries.looks import who_looked

    with acting(cast.stands("mentor")):
        focus(episode.person_id)
        assert "Shona Muir" not in {one.name for one in who_looked(episode.person_id)[0]}
        assert "Shona Muir" in {one.name for one in who_looked(episode.person_id, kept_back=False)[0]}


@pytest.mark.parametrize(("because", "review"), [(" ", 30), ("A threat.", 0), ("A threat.", -1), ("A threat.", 400)])
def test_nothing_is_kept_back_without_a_reason_and_a_near_review(cast, lead, because, review):
    question = asked(cast, out_and_engaged(cast))

    with pytest.raises(Refused):
        oversight.withhold(
            question.pk, by=cast.stands(lead), worker=cast.team_lead, exemption=Exemption.THIRD_PARTY, because=because, review_on=days(review), on=TODAY
        )  # fmt: skip

    assert not Withholding.objects.exists()


def test_only_the_lead_answers_keeps_back_and_deals(cast, lead, at):
    question = asked(cast, out_and_engaged(cast))
    alert = oversight.notice(
        Noticed.NO_LINK, by=cast.stands("service"), worker=cast.stranger.pk, day=TODAY, evidence=[uuid4()]
    )

    for by in (cast.stands("team_lead"), cast.stands("service")):
        with pytest.raises(Forbidden):
            oversight.answer(question.pk, by=by, words="No", now=timezone.now())
        with pytest.raises(Forbidden):
            oversight.withhold(
                question.pk,
                by=by,
                worker=cast.team_lead,
                exemption=Exemption.THIRD_PARTY,
                because="x",
                review_on=days(3),
                on=TODAY,
            )
        with pytest.raises(Forbidden):
            oversight.deal(alert.pk, by=by, reason="x", now=timezone.now())

    assert oversight.answer(question.pk, by=cast.stands(lead), words="Yes", now=timezone.now()).answer == "Yes"
    # With the answer the lead's sight of who asked has ended.
    with pytest.raises(Question.DoesNotExist):
        oversight.answer(question.pk, by=cast.stands(lead), words="Again", now=timezone.now())


def test_a_stranger_cannot_ask_about_someone_they_do_not_see(cast):
    episode = out_and_engaged(cast)

    with pytest.raises(Person.DoesNotExist):
        oversight.ask(episode.person_id, by=cast.stands("stranger"), words="Who?", on=TODAY, due_on=days(7))


def test_an_alert_is_dealt_with_once_and_with_a_reason(cast, lead, at):
    alert = oversight.notice(
        Noticed.NO_LINK, by=cast.stands("service"), worker=cast.stranger.pk, day=TODAY, evidence=[uuid4()]
    )
    again = oversight.notice(
        Noticed.NO_LINK, by=cast.stands("service"), worker=cast.stranger.pk, day=TODAY, evidence=[uuid4()]
    )
    client = client_of(lead)

    empty = client.post(f"/log/alerts/{alert.pk}/", {"reason": "", "once": str(uuid4())})
    done = client.post(f"/log/alerts/{alert.pk}/", {"reason": "A wrong link in a message.", "once": str(uuid4())})

    assert again is None
    assert (empty.status_code, done.status_code) == (422, 302)
    assert Alert.objects.get().reason == "A wrong link in a message."
    assert "Nothing was noticed." in client.get("/log/").content.decode()


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("My name and what keeps people safe", "Their name and what keeps people safe"),
        ("everything but what I was in prison for", "everything but what they were in prison for"),
        ("I was sent to them", "They were sent to them"),
        ("They look after me", "They look after them"),
    ],
)
def test_a_worker_reads_in_their_own_words_what_the_person_reads_in_theirs(said, turned):
    assert theirs(said) == turned


def test_what_an_agreement_opens_is_said_as_far_as_it_carries_it_and_until_it_ends(cast, at):
    episode = out_and_engaged(cast)
    them = safe.open_to_partner(cast, episode)
    grant = Grant.objects.get(person=episode.person_id, sharing__isnull=False)
    Grant(  # more than the agreement carries
        person_id=episode.person_id, opens=grant.opens | Opens.NOTES, worker=them.trust_lead, basis=grant.basis, because="plays there",
        source_kind="episode", source=uuid4(), sharing_id=grant.sharing_id, valid=grant.valid,
    ).save(force_insert=True)  # fmt: skip
    AgreementVersion.objects.update(
        valid=DateTimeTZRange(timezone.now() - timedelta(days=3), timezone.now() + timedelta(days=40))
    )

    lead = next(one for one in who_can_see(episode.person_id, on=TODAY) if one.pk == them.trust_lead.pk)
    told = shared(record_of(episode.person_id, by=cast.stands("mentor")), by=cast.stands("mentor"))

    assert lead.opens == Opens.IDENTITY | Opens.SAFETY
    assert (lead.reasons[0][2] - timezone.now()).days == 39
    assert {with_whom for _, with_whom, _ in told} == {
        f"{one.name}, {cast.trust.name}" for one in (cast.partner_coach, them.trust_lead)
    }


def test_what_is_kept_back_is_looked_at_again_and_shown_when_it_need_not_be(cast, lead, time_machine):
    episode = out_and_engaged(cast)
    question = asked(cast, episode)
    kept = oversight.withhold(
        question.pk, by=standing_of(lead, on=TODAY), worker=cast.team_lead, exemption=Exemption.SERIOUS_HARM, because="A threat.", review_on=days(30), on=TODAY
    )  # fmt: skip
    time_machine.move_to(f"{days(31)}T12:00:00Z")
    client = client_of(lead)

    assert "Look at it again now" in client.get("/log/").content.decode()
    assert oversight.remind(by=standing_of(cast.service, on=days(31)), on=days(31)) == 1
    assert Mail.objects.get(key__startswith="kept-back-due").to == "isla@example.org"
    door = f"/log/kept-back/{kept.pk}/"
    assert "Write why this must be kept back" in client.post(door, {"once": str(uuid4()), "decision": "keep"}).content.decode()  # fmt: skip
    client.post(
        door,
        {"once": str(uuid4()), "decision": "keep", "because": "It goes on.", "review_on": f"{days(60):%d %m %Y}"},
    )
    kept.refresh_from_db()
    assert (kept.because, kept.review_on) == ("It goes on.", days(60))
    client.post(door, {"once": str(uuid4()), "decision": "show"})
    kept.refresh_from_db()
    assert kept.ended_at is not None
    assert client.get(door).status_code == 404
    assert client_of(cast.mentor).get(door).status_code == 404


def test_that_something_is_kept_back_can_be_read_off_nothing_that_the_person_is_shown(cast, lead, at):
    episode = out_and_engaged(cast)
    question = asked(cast, episode)
    mentor, overseer = client_of(cast.mentor), client_of(lead)
    overseer.get("/log/")
    oversight.answer(question.pk, by=standing_of(lead, on=TODAY), words="She leads the team.", now=timezone.now())
    door = f"/people/{episode.person_id}/record"

    def page():
        said = mentor.get(door).content.decode()
        return re.sub(r'name="once" value="[^"]*"', "", said)

    mentor.get(door)
    before = page()
    other = asked(cast, episode)
    oversight.withhold(
        other.pk, by=standing_of(lead, on=TODAY), worker=cast.stranger, exemption=Exemption.SERIOUS_HARM, because="A threat.", review_on=days(30), on=TODAY
    )  # fmt: skip
    overseer.get("/log/")
    oversight.answer(other.pk, by=standing_of(lead, on=TODAY), words="She leads the team.", now=timezone.now())
    after = page()

    cards = [re.sub(r"\s+", " ", one) for one in re.findall(r"(?s)<h3>.*?</div>", before)]
    assert "Isla Boyd" not in after
    assert "were asked to check it" not in after
    assert [one for one in cards if "looked" not in one] == [
        one
        for one in (re.sub(r"\s+", " ", one) for one in re.findall(r"(?s)<h3>.*?</div>", after))
        if "looked" not in one
    ]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (datetime(2027, 5, 19, 0, 0, tzinfo=HERE), "Tuesday 18 May 2027"),
        (datetime(2027, 5, 19, 14, 30, tzinfo=HERE), "Wednesday 19 May 2027, 2:30pm"),
    ],
)
def test_what_ends_as_a_day_begins_is_open_until_the_day_before(until, said):
    one = Grantee(uuid4(), "Tom", "", False, int(Opens.IDENTITY), (("referral", "", until),))

    assert card(one, today=TODAY)["until"] == said
