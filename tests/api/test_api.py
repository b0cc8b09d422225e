"""The API: what each operation does for whoever may, and the same two locks for everybody else."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from tests.cast import TODAY
from tests.clients import Program
from tests.histories import arrive, moment, out_and_engaged, with_mentor
from tests.hostile import SEVERAL, one_at_a_time
from tests.web.test_looks import log
from throughline.actions import appointments
from throughline.models import Appointment, Event, Grant, Note
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db

NOBODY = {
    "type": "about:blank", "title": "Not Found", "status": 404, "code": "not_found",
    "detail": "There is nothing here, or it is not yours to see.",
}  # fmt: skip


def note(**other):
    """Return a note as a program sends it."""
    return {
        "client_id": str(uuid4()), "spoke": True, "channel": "phone", "kind": "mentoring", "minutes": 15, "words": "Went well.",
        "happened_at": moment(TODAY, 9).isoformat(), "about": ["home"],
    } | other  # fmt: skip


def booked(cast, episode):
    """Book something that was this morning."""
    (one,) = appointments.book(
        episode.pk, by=cast.stands("mentor"), client_id=uuid4(), kind="appointment", starts_at=moment(TODAY, 9), purpose="Bank",
        now=moment(TODAY, 8),
    )  # fmt: skip
    return one


def only(worker, person, opens):
    """Give somebody sight of some kinds of information about one person, and of nothing else."""
    Grant(
        person_id=person, opens=int(opens), worker=worker, basis="referral", because="was sent a referral", source_kind="x", source=uuid4(),
        valid=DateTimeTZRange(timezone.now() - timedelta(days=900), None, "[)"),
    ).save(force_insert=True)  # fmt: skip


def told(response, status, code):
    """Assert that an answer is a problem of this kind, and return what it says."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    said = response.json()
    assert (said["status"], said["code"], said["type"]) == (status, code, "about:blank")
    assert said["detail"].endswith(".")
    return said


def test_a_mentors_program_lists_their_own_people_and_the_log_says_so(cast, program_of):
    mine, other = out_and_engaged(cast), arrive(cast, given="Euan", family="Boyd", spin="77")

    said = program_of("mentor").get("/api/people").json()

    (one,) = said["people"]
    assert (one["person"], one["name"], one["episode"]["stage"]) == (str(mine.person_id), "Daniel Reid", "engaged")
    assert one["episode"]["owner"] == "Moira Kerr"
    assert said["more"] is False
    (row,) = log()
    assert (row["page"], row["how"], row["people"]) == ("api_people", "list", [mine.person_id])
    assert str(other.person_id) not in json.dumps(said)


def test_a_lead_looks_after_nobody_and_may_list_whom_they_see(cast, program_of):
    episode = out_and_engaged(cast)
    program = program_of("team_lead")

    assert program.get("/api/people").json()["people"] == []
    assert [one["person"] for one in program.get("/api/people", of="sight").json()["people"]] == [
        str(episode.person_id)
    ]
    said = told(program.get("/api/people", of="everyone"), 422, "not_understood")
    assert said["errors"] == [{"field": "of", "detail": "Choose one of these: 'own' or 'sight'."}]


def test_a_person_is_shown_as_far_as_they_are_open_and_no_further(cast, program_of):
    episode = out_and_engaged(cast)
    booked(cast, episode)
    pk = episode.person_id
    whole = program_of("mentor").get(f"/api/people/{pk}").json()
    only(cast.partner_coach, pk, Opens.IDENTITY | Opens.SAFETY)
    only(cast.stranger, pk, Opens.IDENTITY | Opens.JOURNEY)

    part, journey = (program_of(one).get(f"/api/people/{pk}").json() for one in ("partner_coach", "stranger"))

    assert whole["identity"]["name"] == "Daniel Reid"
    assert whole["identity"]["birth_date"] == "1992-05-04"
    assert whole["may_write"] is True
    assert whole["contact"] == []
    assert whole["journey"]["episode"]["released_on"] == "2026-11-14"
    assert [one["purpose"] for one in whole["journey"]["appointments"]] == ["Bank"]
    assert (part["opens"], part["contact"], part["journey"], part["may_write"]) == (
        ["identity", "safety"],
        None,
        None,
        False,
    )
    assert journey["contact"] is None
    assert journey["journey"]["episode"]["stage"] == "engaged"
    assert [(row["worker_id"], row["opens"]) for row in log()] == [
        (cast.mentor.pk, Opens.IDENTITY | Opens.CONTACT | Opens.JOURNEY),
        (cast.partner_coach.pk, Opens.IDENTITY),
        (cast.stranger.pk, Opens.IDENTITY | Opens.JOURNEY),
    ]


def test_somebody_whose_name_is_not_open_stands_in_no_list(cast, program_of):
    episode = out_and_engaged(cast)
    only(cast.stranger, episode.person_id, Opens.JOURNEY)
    program = program_of("stranger")

    assert program.get("/api/people", of="sight").json()["people"] == []
    assert program.get(f"/api/people/{episode.person_id}").json() == NOBODY


def test_a_note_is_saved_and_sent_again_it_is_the_same_note(cast, program_of):
    episode, program, sent = out_and_engaged(cast), program_of("mentor"), note()
    path = f"/api/people/{episode.person_id}/notes"

    first, again = program.post(path, sent), program.post(path, sent | {"happened_at": "2026-11-26T10:00:00+01:00"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    row = Note.objects.get(client_id=sent["client_id"])
    assert (row.person_id, row.worker_id, row.words, row.about, row.happened_at) == (
        episode.person_id, cast.mentor.pk, "Went well.", ["home"], moment(TODAY, 9),
    )  # fmt: skip
    assert Event.objects.filter(what="note:save", thing_id=row.pk).count() == 1
    assert [(one["page"], one["opens"]) for one in log()] == [("api_save_note", Opens.NOTES)] * 2


def test_the_same_key_with_other_words_is_a_conflict_and_changes_nothing(cast, program_of):
    episode, program, sent = out_and_engaged(cast), program_of("mentor"), note()
    path = f"/api/people/{episode.person_id}/notes"
    program.post(path, sent)

    told(program.post(path, sent | {"words": "Went badly."}), 409, "saved_differently")

    assert Note.objects.get(client_id=sent["client_id"]).words == "Went well."


@pytest.mark.parametrize(
    ("other", "field", "code"),
    [
        ({"words": " "}, "words", "no_words"), ({"happened_at": "2026-11-28T09:00:00Z"}, "happened_at", "not_yet"),
        ({"happened_at": "0001-01-01T00:00:00Z"}, "happened_at", "too_long_ago"), ({"happened_at": "2026-11-26T09:00:00"}, "happened_at", "not_understood"),
        ({"happened_at": 0}, "happened_at", "not_understood"), ({"kind": "no such"}, "kind", "unknown_code"), ({"about": ["no such"]}, "about", "unknown_code"),
        ({"channel": "pigeon"}, "channel", "not_understood"), ({"minutes": 0}, "minutes", "not_understood"), ({"minutes": "15"}, "minutes", "not_understood"),
        ({"spoke": "yes"}, "spoke", "not_understood"), ({"client_id": "mine"}, "client_id", "not_understood"), ({"words": "x" * 10_001}, "words", "not_understood"),
        ({"person": "x"}, "person", "not_understood"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_named_in_a_sentence_and_nothing_is_saved(cast, program_of, other, field, code):
    episode = out_and_engaged(cast)
    before = Note.objects.count()

    said = told(program_of("mentor").post(f"/api/people/{episode.person_id}/notes", note(**other)), 422, code)

    assert [one["field"].split(".")[0] for one in said["errors"]] == [field]
    assert all(one["detail"].endswith(".") for one in said["errors"])
    assert Note.objects.count() == before


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"x"', b"\xff\xfe", '{"\\ud83d": 1}', "[" * 100_000, '{"minutes": ' + "9" * 5000 + "}"],
)
def test_a_body_that_is_no_note_is_told_so(cast, program_of, body):
    episode = out_and_engaged(cast)

    response = program_of("mentor").post(f"/api/people/{episode.person_id}/notes", body)

    assert response.status_code in (400, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_an_appointment_is_marked_and_marked_again_it_is_the_same_mark(cast, program_of):
    one, program = booked(cast, out_and_engaged(cast)), program_of("mentor")
    path, sent = f"/api/appointments/{one.pk}/result", {"result": "on_time", "words": "All done.", "version": 1}

    first, again = program.post(path, sent), program.post(path, sent)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert (first.json()["result"], first.json()["version"]) == ("on_time", 2)
    assert Event.objects.filter(what="appointment:mark").count() == 1
    told(program.post(path, sent | {"result": "late"}), 409, "marked_already")
    told(program.post(path, sent | {"version": 2}), 409, "marked_already")
    assert Appointment.objects.get(pk=one.pk).result.code == "on_time"


def test_a_mark_on_what_has_changed_or_cannot_be_is_refused(cast, program_of):
    one, program = booked(cast, out_and_engaged(cast)), program_of("mentor")
    path = f"/api/appointments/{one.pk}/result"

    told(program.post(path, {"result": "on_time", "version": 7}), 409, "changed_meanwhile")
    said = told(program.post(path, {"result": "no such", "version": 1}), 422, "unknown_code")

    assert said["errors"][0]["field"] == "result"
    assert Appointment.objects.get(pk=one.pk).result is None


def test_whoever_may_only_read_is_told_why_they_may_not_write(cast, program_of):
    episode = out_and_engaged(cast)
    one = booked(cast, episode)
    only(cast.stranger, episode.person_id, Opens.IDENTITY | Opens.JOURNEY | Opens.NOTES)
    only(cast.partner_coach, episode.person_id, Opens.IDENTITY | Opens.JOURNEY | Opens.WORK)
    before = Note.objects.count()

    program = program_of("stranger")
    said = told(program.post(f"/api/people/{episode.person_id}/notes", note()), 403, "read_only")
    assert said["detail"] == "You can read this record. You cannot change it."
    told(program.post(f"/api/appointments/{one.pk}/result", {"result": "on_time", "version": 1}), 403, "read_only")
    told(program_of("partner_coach").post(f"/api/people/{episode.person_id}/notes", note()), 403, "notes_closed")
    assert Note.objects.count() == before
    assert Appointment.objects.get(pk=one.pk).result is None


def test_a_stranger_gets_the_same_bytes_as_for_nobody_at_every_address_and_the_log_keeps_what_they_asked(
    cast, program_of
):
    episode = out_and_engaged(cast)
    one, program = booked(cast, episode), program_of("stranger")
    asks = [
        lambda pk: program.get(f"/api/people/{pk}"),
        lambda pk: program.post(f"/api/people/{pk}/notes", note()),
        lambda pk: program.post(f"/api/appointments/{pk}/result", {"result": "on_time", "version": 1}),
        lambda pk: program.post(f"/api/appointments/{pk}/result", {"result": "no such", "version": 1}),
    ]

    bodies, asked = set(), []
    for ask in asks:
        for pk in (uuid4(), episode.person_id, episode.pk, one.pk):
            asked.append(pk)
            response = ask(pk)
            assert response.status_code == 404
            bodies.add((response.content, tuple(sorted(response.headers.items()))))

    assert len(bodies) == 1
    assert json.loads(next(iter(bodies))[0]) == NOBODY
    assert [(row["how"], row["asked"]) for row in log()] == [("refused", pk) for pk in asked]
    assert Note.objects.filter(worker=cast.stranger).count() == 0


def test_an_address_with_a_question_that_nobody_asks_is_refused_and_nothing_is_done(cast, program_of):
    episode, program, sent = out_and_engaged(cast), program_of("mentor"), note()

    for path in ("/api/people", f"/api/people/{episode.person_id}", "/api/codes"):
        said = told(program.get(path, name="Reid"), 422, "not_understood")
        assert said["errors"] == [{"field": "name", "detail": "There is no such question."}]
    told(program.post(f"/api/people/{episode.person_id}/notes?of=own", sent), 422, "not_understood")
    assert not Note.objects.filter(client_id=sent["client_id"]).exists()
    assert log() == []


def test_an_address_that_is_not_there_and_a_method_that_is_not_taken_are_told_in_the_same_form(cast, program_of):
    program = program_of("mentor")

    for path in ("/api/", "/api/nothing", "/api/people/", "/api/people/x"):
        assert program.get(path).json() == NOBODY, path
    wrong = program.post("/api/people", {})
    told(wrong, 405, "wrong_method")
    assert wrong.headers["Allow"] == "GET"
    told(program.post("/api/openapi.json", {}), 405, "wrong_method")


def test_what_fails_is_undone_and_says_nothing_of_why(cast, program_of, monkeypatch):
    from throughline.api import people

    episode, program = out_and_engaged(cast), program_of("mentor")

    def broken(*args, **kwargs):
        raise RuntimeError("Daniel Reid")

    monkeypatch.setattr(people, "brief_of", broken)
    response = program.get(f"/api/people/{episode.person_id}")

    told(response, 500, "failed")
    assert b"Reid" not in response.content
    assert log() == []


def test_where_the_log_cannot_be_written_nothing_is_shown_or_saved(cast, program_of, monkeypatch):
    from throughline.actions import looks

    episode, program, sent = out_and_engaged(cast), program_of("mentor"), note()
    monkeypatch.setattr(looks, "_INSERT", looks._INSERT.replace("throughline_look", "no_such_table"))

    for response in (
        program.get("/api/people"),
        program.get(f"/api/people/{episode.person_id}"),
        program.post(f"/api/people/{episode.person_id}/notes", sent),
    ):
        told(response, 500, "failed")
        assert b"Reid" not in response.content
    assert not Note.objects.filter(client_id=sent["client_id"]).exists()


def test_the_number_of_questions_does_not_grow_with_the_people(cast, program_of, django_assert_max_num_queries):
    episode, program = out_and_engaged(cast), program_of("mentor")
    one = booked(cast, episode)
    program.get("/api/people")  # the first use of a day is written down

    with django_assert_max_num_queries(33):
        assert len(program.get("/api/people").json()["people"]) == 1
    with django_assert_max_num_queries(38):
        assert program.get(f"/api/people/{episode.person_id}").status_code == 200
    for number in range(5):
        booked(cast, out_and_engaged(cast, given=f"Sam{'abcde'[number]}", family="Weir", spin=f"99{number}"))
    with django_assert_max_num_queries(33):
        assert len(program.get("/api/people").json()["people"]) == 6
    with django_assert_max_num_queries(38):
        assert program.get(f"/api/people/{episode.person_id}").status_code == 200
    with django_assert_max_num_queries(60):
        assert program.post(f"/api/people/{episode.person_id}/notes", note()).status_code == 201
    with django_assert_max_num_queries(50):
        path, sent = f"/api/appointments/{one.pk}/result", {"result": "on_time", "version": 1}
        assert program.post(path, sent).status_code == 200


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_are_kept_as_words_or_refused_in_a_sentence(cast, program_of, several):
    episode, program = with_mentor(cast), program_of("mentor")
    one = booked(cast, episode)
    for words in one_at_a_time(several):
        asks = [
            program.post(f"/api/people/{episode.person_id}/notes", note(words=words, present=words[:200])),
            program.post(f"/api/people/{episode.person_id}/notes", note(kind=words)),
            program.post(f"/api/people/{episode.person_id}/notes", note(about=[words], channel=words)),
            program.post(f"/api/people/{episode.person_id}/notes", note(happened_at=words)),
            program.post(f"/api/people/{episode.person_id}/notes", note(client_id=words)),
            program.post(f"/api/appointments/{one.pk}/result", {"result": "on_time", "words": words, "version": 1}),
            program.get("/api/people", of=words.encode("utf-8", "replace").decode()),
        ]

        assert {one.status_code for one in asks} <= {200, 201, 409, 422}
        kept = "".join(sign for sign in words if sign != "\x00" and not 0xD800 <= ord(sign) <= 0xDFFF).strip()
        if kept:
            assert asks[0].status_code == 201
            assert asks[0].json()["words"] == kept
        assert asks[5].json()["result_words"] == kept


def test_a_program_of_nobody_is_let_in_nowhere(cast, at):
    episode = out_and_engaged(cast)
    program = Program("")

    for path in (
        "/api/people",
        f"/api/people/{episode.person_id}",
        "/api/codes",
        "/api/nothing",
        "/api/openapi.json",
        "/api/",
    ):
        response = program.get(path)
        told(response, 401, "no_token")
        assert response.headers["WWW-Authenticate"] == "Bearer"
    told(program.post(f"/api/people/{episode.person_id}/notes", note()), 401, "no_token")
    assert log() == []


def test_the_codes_are_those_that_may_be_chosen_now(cast, program_of):
    said = program_of("mentor").get("/api/codes").json()

    assert {"code": "mentoring", "words": "Mentoring"} in said["contact_kinds"]
    assert set(said) == {"contact_kinds", "needs", "appointment_results"}
    assert log() == []
