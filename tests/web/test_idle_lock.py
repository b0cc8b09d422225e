"""After fifteen idle minutes a page locks: it shows nothing of anybody, and what was typed is not lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.utils import timezone

from tests.clients import client_of
from tests.histories import out_and_engaged
from throughline.actions import keeping, sessions
from throughline.models import KeptForm, Note, Partnership
from throughline.outside import keys

pytestmark = pytest.mark.django_db
PHRASE = "four plain words here"


@pytest.fixture
def desk(cast, at, time_machine):
    """A mentor at a record, with a password, and a clock that can be moved on."""

    class Desk:
        episode = out_and_engaged(cast)
        person = f"/people/{episode.person_id}/"
        note = f"/people/{episode.person_id}/note"
        start = timezone.now()

        def later(self, **much):
            self.start += timedelta(**much)
            time_machine.move_to(self.start, tick=False)

        def reopen(self, client=None, password=PHRASE, to="/", **more):
            return (client or self.client).post("/account/reopen", {"password": password, "next": to}, **more)

    account = cast.mentor.account
    account.set_password(PHRASE)
    account.save()
    desk = Desk()
    time_machine.move_to(desk.start, tick=False)
    desk.client = client_of(cast.mentor)
    return desk


def note(words, **more):
    return {
        "client_id": str(uuid4()), "once": str(uuid4()), "spoke": "yes", "channel": "phone", "minutes": "15",
        "kind": "mentoring", "words": words, "day": "today", "time": "9am", **more,
    }  # fmt: skip


def test_after_fifteen_idle_minutes_a_page_shows_nothing_of_anybody(desk):
    assert desk.client.get(desk.person).status_code == 200

    desk.later(minutes=15, seconds=1)
    locked = desk.client.get(desk.person)

    body = locked.content.decode()
    assert locked.status_code == 401
    assert "Locked" in body
    for name in ("Reid", "Danny", "Daniel", "Moira", "Kerr", "Today", str(cast_id(desk))):
        assert name not in body.replace(f'value="{desk.person}"', ""), name


def cast_id(desk):
    return desk.episode.person_id


def test_every_request_begins_the_fifteen_minutes_anew(desk):
    for _ in range(5):
        assert desk.client.get(desk.person).status_code == 200
        desk.later(minutes=14)

    assert desk.client.get("/nowhere").status_code == 404, "what was not found was asked for all the same"
    desk.later(minutes=14)
    assert desk.client.get(desk.person).status_code == 200


def test_the_password_reopens_it_at_the_same_address_and_a_wrong_one_does_not(desk):
    desk.client.get(desk.person)
    desk.later(minutes=16)
    desk.client.get(f"{desk.person}?part=2")

    wrong = desk.reopen(password="not the password", to=f"{desk.person}?part=2")
    still = desk.client.get(desk.person)
    right = desk.reopen(to=f"{desk.person}?part=2")

    assert (wrong.status_code, still.status_code) == (422, 401)
    assert "not your password" in wrong.content.decode()
    assert "Kerr" not in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (302, f"{desk.person}?part=2")
    assert desk.client.get(desk.person).status_code == 200


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_reopening_leads_nowhere_else(desk, to):
    desk.client.get(desk.person)
    desk.later(minutes=16)

    assert desk.reopen(to=to)["Location"] == "/"


def test_a_form_sent_after_the_lock_is_kept_and_goes_on_once_it_is_open_again(desk):
    desk.client.get(desk.note)
    desk.later(minutes=20)
    said = note("A long account of the day at the housing office.", present="his mum")

    locked = desk.client.post(desk.note, said)
    nothing_yet = Note.objects.filter(words=said["words"]).exists()
    back = desk.reopen(to=desk.note)
    shown = desk.client.get(back["Location"])

    assert locked.status_code == 401
    assert "housing office" not in locked.content.decode()
    assert not nothing_yet
    assert back["Location"] == desk.note
    body = shown.content.decode()
    assert "A long account of the day at the housing office." in body
    assert "Nothing is saved yet" in body
    sent_on = hidden_of(body)
    assert {name: sent_on[name] for name in said} == said

    done = desk.client.post(desk.note, sent_on)

    assert done.status_code == 302
    assert Note.objects.filter(words=said["words"]).count() == 1
    assert not KeptForm.objects.exists()
    assert "What you wrote is here" not in desk.client.get(desk.note).content.decode()


def hidden_of(body):
    from tests.web.test_every_form import Inputs

    (fields,) = [
        fields for action, _, fields in Inputs(body).forms if "words" in fields and not action.endswith("/find")
    ]
    return {name: options[0] for name, (_, options) in fields.items()}


def test_with_an_error_the_words_are_on_the_page_again(desk):
    desk.client.get(desk.note)
    desk.later(minutes=20)
    desk.client.post(desk.note, note("", present="his mum and the dog"))
    desk.reopen(to=desk.note)

    answer = desk.client.post(desk.note, hidden_of(desk.client.get(desk.note).content.decode()))

    assert answer.status_code == 422
    assert "his mum and the dog" in answer.content.decode()
    assert not KeptForm.objects.exists()


def test_it_can_be_thrown_away(desk):
    desk.client.get(desk.note)
    desk.later(minutes=20)
    desk.client.post(desk.note, note("Not this after all."))
    desk.reopen(to=desk.note)
    kept = KeptForm.objects.get()

    desk.client.post("/kept/drop", {"kept": str(kept.pk)})

    assert not KeptForm.objects.exists()
    assert "Not this after all" not in desk.client.get(desk.note).content.decode()


def test_what_is_kept_is_sealed_and_opens_for_its_writer_in_that_session_alone(desk, cast, settings):
    other = client_of(cast.mentor)
    lead = client_of(cast.team_lead)
    desk.client.get(desk.note)
    desk.later(minutes=20)
    desk.client.post(desk.note, note("Only for me to read again."))
    kept = KeptForm.objects.get()
    desk.reopen(to=desk.note)
    desk.reopen(other, to=desk.note)

    assert b"Only for me" not in bytes(kept.sealed)
    key = keys.secret("forms", home=settings.DATA)
    kept.session = "0" * 64
    with pytest.raises(InvalidTag):
        sessions.said_in(kept)
    with pytest.raises(InvalidTag):
        keys.unseal(bytes(kept.sealed), key=key, about=str(kept.pk))
    assert "Only for me" not in other.get(desk.note).content.decode()
    assert "Only for me" not in lead.get(desk.note).content.decode()
    other.post("/kept/drop", {"kept": str(kept.pk)})
    assert KeptForm.objects.filter(pk=kept.pk).exists()


def test_a_file_is_asked_for_again_in_words(desk, cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    account = cast.prison_coach.account
    account.set_password(PHRASE)
    account.save()
    client = client_of(cast.prison_coach)
    client.get("/lists/")
    desk.later(minutes=20)

    client.post("/lists/", {"kind": "custody", "file": SimpleUploadedFile("list.csv", b"SPIN,Surname\n1,Reid")})
    desk.reopen(client, to="/lists/")
    body = client.get("/lists/").content.decode()

    assert "Choose the file again" in body
    assert 'value="custody"' in body
    assert "Reid" not in body


def test_passwords_and_forged_forms_are_not_kept(desk):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.client.cookies
    desk.client.get(desk.note)
    desk.later(minutes=20)

    strict.post(desk.note, note("Written by somebody else's page."))
    desk.client.post("/account/password/change/", {"oldpassword": "old secret words", "password1": "new secret words"})

    assert not KeptForm.objects.exists()


def test_what_a_script_of_the_page_sends_is_not_kept_twice(desk):
    """The page that sent it still has the words, and sends them again."""
    desk.client.get(desk.note)
    desk.later(minutes=20)

    for kind in ("note", "draft"):
        answer = desk.client.post(desk.note, note("In the page."), headers={"X-Requested-With": kind})
        assert answer.status_code == 401

    assert not KeptForm.objects.exists()


def test_after_twelve_hours_one_signs_in_anew_however_busy_one_was(desk):
    for _ in range(12 * 6):
        assert desk.client.get("/more/").status_code == 200
        desk.later(minutes=10)

    answer = desk.client.get("/more/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    assert "_auth_user_id" not in desk.client.session
    assert "twelve hours" in desk.client.get("/account/login/").content.decode()


def test_reopening_does_not_make_the_twelve_hours_longer(desk):
    desk.client.get("/more/")
    desk.later(hours=11, minutes=50)
    assert desk.reopen().status_code == 302

    desk.later(minutes=11)

    assert desk.client.get("/more/")["Location"] == "/account/login/"


def test_asking_how_long_it_stays_open_does_not_keep_it_open_and_being_there_does(desk):
    desk.client.get("/more/")
    desk.later(minutes=10)
    asked = desk.client.get("/account/still-here")
    desk.later(minutes=6)
    locked = desk.client.get("/more/")
    left = desk.client.get("/account/still-here")
    desk.reopen()
    desk.later(minutes=10)
    desk.client.post("/account/still-here")
    desk.later(minutes=10)

    assert (asked.status_code, asked["X-Seconds-Left"]) == (204, "300")
    assert locked.status_code == 401
    assert left["X-Seconds-Left"] == "0"
    assert desk.client.get("/more/").status_code == 200


def test_locked_one_can_still_sign_out(desk):
    desk.client.get("/more/")
    desk.later(minutes=20)

    assert desk.client.post("/account/logout/").status_code == 302
    assert desk.client.get("/more/")["Location"] == "/account/login/"


def test_guessing_at_the_lock_is_slowed_down(desk):
    desk.client.get("/more/")
    desk.later(minutes=20)

    for _ in range(10):
        desk.reopen(password="a guess of somebody passing")
    stopped = desk.reopen()

    assert stopped.status_code == 422
    assert "Too many" in stopped.content.decode()


def test_the_script_of_a_covered_page_gets_an_answer_that_it_can_read(desk):
    desk.client.get("/more/")
    desk.later(minutes=20)

    wrong = desk.reopen(password="no", headers={"X-Requested-With": "lock"})
    right = desk.reopen(headers={"X-Requested-With": "lock"})

    assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/json")
    assert "not your password" in wrong.json()["words"]
    assert (right.status_code, right.content) == (204, b"")


def test_what_is_kept_is_gone_after_half_a_day(desk, cast):
    desk.client.get(desk.note)
    desk.later(minutes=20)
    desk.client.post(desk.note, note("Never fetched."))
    now = timezone.now()

    early = keeping.purge(today=now.date(), drafts_before=now, forms_before=now - timedelta(hours=1))
    late = keeping.purge(today=now.date(), drafts_before=now, forms_before=now, kept_before=now + timedelta(seconds=1))

    assert (early["kept"], late["kept"]) == (0, 1)


def test_the_demonstration_does_not_lock_and_no_setting_opens_a_real_partnership(desk, settings):
    desk.client.get("/more/")
    desk.later(minutes=20)
    settings.DEMO = True

    real = desk.client.get("/more/")
    Partnership.objects.update(demonstration=True)
    demonstration = desk.client.get("/more/")

    assert (real.status_code, demonstration.status_code) == (401, 200)


def test_what_was_not_found_is_said_without_a_question_to_the_database(desk, settings):
    """Its transaction is undone by then, and in a demonstration whether pages lock is a question to it."""
    settings.DEMO = True
    Partnership.objects.update(demonstration=True)

    for path in ("/people/01a21083-1a8c-7caa-b7aa-39cd80c626c7/", "/nowhere"):
        assert desk.client.get(path).status_code == 404
