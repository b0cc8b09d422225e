"""Access tokens: who gets in with which, how they are made and ended, and what the database lets nobody do to them."""

from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from tests.cast import TODAY, days
from tests.clients import Program, client_of
from tests.histories import moment, out_and_engaged
from tests.web.test_headers import wrong
from tests.web.test_step_up import shown
from throughline.actions import tokens, workers
from throughline.domain.objections import Refused
from throughline.domain.tokens import digest_of
from throughline.models import Event, Token, acting

pytestmark = pytest.mark.django_db


def every_door(program, person):
    """Ask at every address and return the answers."""
    return [
        program.get("/api/people"), program.get(f"/api/people/{person}"), program.get("/api/codes"), program.get("/api/openapi.json"),
        program.get("/api/nothing"), program.post(f"/api/people/{person}/notes", {}),
        program.post(f"/api/appointments/{uuid4()}/result", {}),
    ]  # fmt: skip


def shut_out(program, person):
    """Assert that a program gets nothing anywhere, and the same words everywhere: which token is wrong is not told."""
    with_none = Program("").get("/api/people")
    for answer in every_door(program, person):
        assert answer.status_code == 401
        assert answer.content == with_none.content
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert wrong(answer) == {}


@pytest.fixture
def often(settings):
    """Let wrong tokens be tried often."""
    settings.API_RATES = settings.API_RATES | {"wrong": "1000/5m/ip"}


def test_a_token_works_to_the_end_of_its_last_day_and_not_on_the_next(cast, secret_of, time_machine, at, often):
    person = out_and_engaged(cast).person_id
    program = Program(secret_of("mentor", days=1))
    assert program.get("/api/people").status_code == 200

    time_machine.move_to(moment(days(1), 23, 59))
    last = program.get("/api/codes")
    time_machine.move_to(moment(days(2), 0, 1))

    assert last.status_code == 200
    shut_out(program, person)


def test_a_token_that_was_ended_opens_nothing_from_the_next_request(cast, secret_of, at, often):
    person = out_and_engaged(cast).person_id
    program, other = Program(secret_of("mentor")), Program(secret_of("mentor", name="Another"))
    assert program.get("/api/people").status_code == 200

    client_of(cast.mentor).post(f"/tokens/{Token.objects.get(name='A program').pk}/end", {"once": str(uuid4())})

    shut_out(program, person)
    assert other.get("/api/people").status_code == 200
    assert Event.objects.filter(what="token:end", by=cast.mentor).count() == 1


def test_whoever_leaves_today_takes_their_tokens_along_from_that_moment(cast, secret_of, at, often):
    program = Program(secret_of("coordinator"))
    assert program.get("/api/people").status_code == 200

    client_of(cast.administrator).post(
        f"/setup/workers/{cast.coordinator.pk}/leaves", {"once": str(uuid4()), "on": "today"}
    )

    shut_out(program, uuid4())
    assert Token.objects.get().ended_at is not None


def test_a_last_day_that_was_said_ahead_ends_them_too(cast, secret_of, at, often):
    program = Program(secret_of("coordinator"))
    type(cast.coordinator).objects.filter(pk=cast.coordinator.pk).update(leaves_on=days(-1))

    shut_out(program, uuid4())


def test_a_new_password_brings_no_token_back(cast, secret_of, at, often):
    program = Program(secret_of("mentor"))
    tokens.end(Token.objects.get().pk, by=cast.stands("mentor"))
    account = cast.mentor.account

    account.set_password("four plain words here")
    account.save()

    shut_out(program, uuid4())


def test_an_account_that_was_switched_off_has_no_token_that_works(cast, secret_of, at, often):
    program = Program(secret_of("mentor"))
    type(cast.mentor.account).objects.filter(pk=cast.mentor.account.pk).update(is_active=False)

    shut_out(program, uuid4())


def test_without_a_second_factor_a_token_opens_nothing(cast, secret_of, settings, at, often):
    program = Program(secret_of("mentor"))
    settings.SECOND_FACTOR = True
    shut_out(program, uuid4())

    TOTP.activate(cast.mentor.account, generate_totp_secret())

    assert program.get("/api/people").status_code == 200


def test_a_tampered_token_a_made_up_one_and_what_is_kept_of_one_open_nothing(cast, secret_of, at, often):
    person, secret = out_and_engaged(cast).person_id, secret_of("mentor")
    kept = Token.objects.get()
    last = "A" if secret[-1] != "A" else "B"

    for sent in (secret[:-1] + last, secret + "A", secret[:-1], secret.upper(), "thr_" + "A" * 43, kept.hash, kept.prefix, str(kept.pk), "\x00", "é" * 47, " "):  # fmt: skip
        shut_out(Program(sent), person)


@pytest.mark.parametrize("form", ["Basic {}", "{}", "Token {}", "Bearer{}", "Bearer", "Bearer x {}"])
def test_a_token_sent_in_another_way_opens_nothing(cast, secret_of, at, often, form):
    program = Program("")
    program.headers = {"authorization": form.format(secret_of("mentor"))}

    shut_out(program, uuid4())


def test_a_token_in_an_address_or_a_body_opens_nothing(cast, secret_of, at, often):
    secret, client = secret_of("mentor"), Client()

    for name in ("token", "access_token", "api_key", "bearer"):
        assert client.get("/api/people", {name: secret}).status_code == 401
        assert client.post(f"/api/people/{uuid4()}/notes", {name: secret}).status_code == 401
    client.cookies["token"] = secret
    assert client.get("/api/people").status_code == 401


def test_whoever_is_signed_in_by_a_cookie_alone_gets_the_description_and_nothing_else(cast, at):
    person, client = out_and_engaged(cast).person_id, client_of(cast.mentor)

    for path in ("/api/people", f"/api/people/{person}", "/api/codes"):
        assert client.get(path).status_code == 401
    assert client.post(f"/api/people/{person}/notes", "{}", content_type="application/json").status_code == 401
    assert client.get("/api/openapi.json").json()["openapi"] == "3.1.0"
    assert Client().get("/api/openapi.json").status_code == 401
    assert client.get("/api/openapi.json", headers={"authorization": "Bearer x"}).status_code == 401


def test_a_token_signs_nobody_in_at_a_page_and_no_answer_sets_a_cookie(cast, secret_of, at):
    person = out_and_engaged(cast).person_id
    program = Program(secret_of("mentor"))

    answers = every_door(program, person)

    assert all(not one.cookies for one in answers)
    for path in ("/", "/people/", f"/people/{person}/", "/tokens/"):
        response = program.get(path)
        assert (response.status_code, response.headers.get("Location")) == (302, "/account/login/")


def test_every_answer_to_a_program_has_exactly_the_headers_of_the_contract(cast, secret_of, at):
    person = out_and_engaged(cast).person_id

    for answer in every_door(Program(secret_of("mentor")), person):
        assert wrong(answer) == {}
        assert "X-Request-Id" not in answer.headers
    assert {one.status_code for one in every_door(Program(secret_of("stranger")), person)} == {200, 404, 422}


def test_the_last_day_of_use_is_kept(cast, secret_of, at):
    program = Program(secret_of("mentor"))
    assert Token.objects.get().last_used_day is None

    program.get("/api/codes")

    assert Token.objects.get().last_used_day == TODAY


def test_a_token_that_asks_too_often_is_told_to_wait_and_no_other_is(cast, secret_of, settings, at):
    settings.API_RATES = settings.API_RATES | {"token": "3/1m/key"}
    busy, other = Program(secret_of("mentor")), Program(secret_of("team_lead"))

    answers = [busy.get("/api/codes" if number else f"/api/people/{uuid4()}") for number in range(4)]

    assert [one.status_code for one in answers] == [404, 200, 200, 429]
    assert answers[3].json()["code"] == "too_many"
    assert answers[3].headers["Retry-After"] == "60"
    assert wrong(answers[3]) == {}
    assert other.get("/api/codes").status_code == 200


def test_the_eleventh_wrong_token_from_an_address_is_told_to_wait_and_a_right_one_is_not(cast, secret_of, at):
    right = Program(secret_of("mentor"), REMOTE_ADDR="203.0.113.1")
    guesses = [Program(f"thr_{number:043}", REMOTE_ADDR="203.0.113.1").get("/api/people") for number in range(11)]

    assert [one.status_code for one in guesses] == [401] * 10 + [429]
    assert right.get("/api/people").status_code == 200
    assert Program("thr_" + "A" * 43, REMOTE_ADDR="203.0.113.2").get("/api/people").status_code == 401
    assert Program("", REMOTE_ADDR="203.0.113.1").get("/api/people").status_code == 401


def test_a_secret_is_shown_once_and_only_its_digest_is_kept(cast, at):
    client = client_of(cast.mentor)

    made = client.post("/tokens/", {"once": str(uuid4()), "name": "My calendar", "days": "30"})

    (token,) = Token.objects.all()
    secret = made.context["secret"]
    assert made.content.decode().count(secret) == 1
    assert (token.hash, token.prefix, token.expires_on) == (digest_of(secret), secret[:8], days(30))
    assert len(secret) == 47
    page = client.get("/tokens/").content.decode()
    assert "My calendar" in page
    assert token.prefix in page
    assert secret not in page
    assert token.hash not in page
    assert secret not in str(list(Token.objects.values()) + list(Event.objects.values()))
    assert Program(secret).get("/api/people").status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Write what it is for"), ({"days": "365"}, "Choose how long it may work"), ({"days": ""}, "Choose how long it may work"),
        ({"name": "x" * 61}, "use 60 letters or fewer"),
    ],
)  # fmt: skip
def test_bad_input_is_said_beside_the_field_and_nothing_is_made(cast, at, said, words):
    response = client_of(cast.mentor).post("/tokens/", {"once": str(uuid4()), "name": "Mine", "days": "30"} | said)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Token.objects.exists()


def test_a_second_press_makes_no_second_token(cast, at):
    client, said = client_of(cast.mentor), {"once": str(uuid4()), "name": "Mine", "days": "30"}

    first, second = client.post("/tokens/", said), client.post("/tokens/", said)

    assert (first.status_code, second.status_code) == (200, 422)
    assert "You have a token with this name" in second.content.decode()
    assert Token.objects.count() == 1


def test_a_name_is_free_again_once_its_token_ran_out(cast, secret_of, at):
    secret_of("mentor", days=1, today=days(-10))

    again = secret_of("mentor")

    assert Program(again).get("/api/people").status_code == 200
    assert Token.objects.filter(name="A program").count() == 2


def test_nobody_has_more_than_ten_and_none_lasts_longer_than_ninety_days(cast, secret_of):
    with pytest.raises(Refused, match="90 days at most"):
        secret_of("mentor", days=91)
    with pytest.raises(Refused, match="still to come"):
        secret_of("mentor", days=-1)
    for number in range(10):
        secret_of("mentor", name=f"Number {number}", days=90)

    with pytest.raises(Refused, match="You have 10 tokens"):
        secret_of("mentor", name="One more")
    secret_of("team_lead", name="Number 1")


def test_another_workers_token_is_neither_seen_nor_ended(cast, secret_of, at):
    secret_of("mentor", name="Moira’s own")
    token, theirs = Token.objects.get(), client_of(cast.team_lead)

    answer = theirs.post(f"/tokens/{token.pk}/end", {"once": str(uuid4())})

    assert answer.status_code == 404
    assert "Moira’s own" not in theirs.get("/tokens/").content.decode()
    assert Token.objects.get().ended_at is None


def test_the_page_asks_for_the_second_factor_again_and_leads_back(cast, settings, secret_of, at):
    secret_of("mentor")
    token, client = Token.objects.get(), client_of(cast.mentor)
    settings.SECOND_FACTOR = True
    TOTP.activate(cast.mentor.account, generate_totp_secret())

    shown(client, method="mfa", seconds_ago=6 * 60)
    assert client.get("/tokens/")["Location"] == "/account/2fa/reauthenticate/?next=%2Ftokens%2F"
    shown(client, method="mfa", seconds_ago=21 * 60)
    for path, said in (("/tokens/", {"name": "x", "days": "7"}), (f"/tokens/{token.pk}/end", {})):
        late = client.post(path, said | {"once": str(uuid4())})
        assert late["Location"] == "/account/2fa/reauthenticate/?next=%2Ftokens%2F"
    assert Token.objects.get().ended_at is None
    shown(client, method="mfa", seconds_ago=10)
    assert client.get("/tokens/").status_code == 200


def as_app(statement, *given, by):
    """Run SQL as the serving role, asked by a worker."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', 'app', true)")
        with acting(by), connection.cursor() as cursor:
            cursor.execute(statement, given)
            found = cursor.rowcount
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', 'witness', true)")
    return found


def test_whoever_gets_sql_past_python_makes_no_token_for_another_and_brings_none_back(cast, secret_of):
    secret_of("mentor")
    token, by = Token.objects.get(), cast.stands("stranger")
    make = (
        "INSERT INTO throughline_token (id, worker_id, name, prefix, hash, created_on, expires_on)"
        " VALUES (%s, %s, 'x', 'x', %s, '2026-11-26', '2026-11-27')"
    )

    for asks in (by, None):
        with pytest.raises(ProgrammingError, match="row-level security"):
            as_app(make, uuid4(), cast.mentor.pk, digest_of("x"), by=asks)
    assert as_app(make, uuid4(), cast.stranger.pk, digest_of("y"), by=by) == 1
    for statement in (
        "UPDATE throughline_token SET worker_id = worker_id WHERE name = %s", "UPDATE throughline_token SET hash = %s",
        "UPDATE throughline_token SET expires_on = now() WHERE name = %s",
        "DELETE FROM throughline_token WHERE name = %s",
    ):  # fmt: skip
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_app(statement, "x", by=by)
    tokens.end(token.pk, by=cast.stands("mentor"))
    assert as_app("UPDATE throughline_token SET ended_at = NULL WHERE id = %s", token.pk, by=cast.stands("mentor")) == 0
    assert as_app("SELECT 1 FROM throughline_token WHERE hash = %s", token.hash, by=None) == 1


def test_the_database_keeps_a_token_short_and_its_name_once(cast, secret_of):
    secret_of("mentor")
    row = {"worker": cast.mentor, "prefix": "x", "hash": "x", "created_on": TODAY}

    for bad in (
        {"name": "y", "expires_on": days(91)},
        {"name": "y", "expires_on": days(-1)},
        {"name": "A program", "expires_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Token(**row, **bad).save(force_insert=True)


def test_ended_twice_it_stays_as_it_was_ended(cast, secret_of):
    secret_of("mentor")
    pk = Token.objects.get().pk

    tokens.end(pk, by=cast.stands("mentor"))
    tokens.end(pk, by=cast.stands("mentor"))

    assert Event.objects.filter(what="token:end").count() == 1


def test_a_worker_who_leaves_later_keeps_their_tokens_until_then(cast, secret_of, at):
    program = Program(secret_of("coordinator"))

    workers.end(cast.coordinator.pk, by=cast.stands("administrator"), on=days(3), today=TODAY)

    assert program.get("/api/people").status_code == 200
    assert Token.objects.get().ended_at is None
