"""The read log holds exactly the people that pages show, and nothing is shown without it."""

import html
import random
import re
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from tests import everywhere
from tests.clients import client_of
from tests.histories import out_and_engaged, with_plan
from throughline.commands.demonstration import make
from throughline.domain.looks import How
from throughline.models import Grant, Person
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db


def log(since=None):
    """Return the rows of the read log, as its owner: the serving role may not read them."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE door")  # nobody else reads it
        cursor.execute(
            "SELECT id, worker_id, how, page, people, opens, grants, asked, device FROM throughline_look ORDER BY xid, id"
        )
        names = [one.name for one in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute("SET ROLE witness")
    return [row for row in found if since is None or row["id"] not in since]


def test_opening_a_record_is_written_down_with_whom_what_and_through_which_grant(cast, at):
    episode = out_and_engaged(cast)

    client_of(cast.mentor).get(f"/people/{episode.person_id}/")

    (row,) = log()
    assert (row["worker_id"], row["how"], row["page"], row["people"]) == (
        cast.mentor.pk,
        "view",
        "person",
        [episode.person_id],
    )
    assert row["opens"] & Opens.NOTES
    assert not row["opens"] & Opens.OFFENDING
    assert row["grants"] == list(
        Grant.objects.in_force().filter(person=episode.person_id, worker=cast.mentor).values_list("pk", flat=True)
    )
    assert len(row["device"]) == 64


def test_two_devices_of_one_worker_can_be_told_apart(cast, at):
    episode = out_and_engaged(cast)

    for client in (client_of(cast.mentor), client_of(cast.mentor)):
        client.get(f"/people/{episode.person_id}/")
        client.get(f"/people/{episode.person_id}/happened")

    assert len({row["device"] for row in log()}) == 2


def test_a_refusal_is_written_down_though_the_page_is_undone(cast, at):
    episode = out_and_engaged(cast)

    response = client_of(cast.stranger).get(f"/people/{episode.person_id}/")

    (row,) = log()
    assert response.status_code == 404
    assert (row["worker_id"], row["how"], row["asked"], row["people"]) == (
        cast.stranger.pk,
        "refused",
        episode.person_id,
        [],
    )


def test_prints_and_calendar_files_are_written_down_as_what_they_are(cast, at):
    plan = with_plan(cast).plans.get()

    client_of(cast.mentor).get(f"/plans/{plan.pk}/print.pdf")

    assert [(row["how"], row["people"]) for row in log()] == [(How.PRINT, [plan.person_id])]


def test_where_the_log_cannot_be_written_nothing_is_shown(cast, at, monkeypatch):
    from throughline.actions import looks

    episode = out_and_engaged(cast)
    client = client_of(cast.mentor)
    client.raise_request_exception = False
    shown = client.get(f"/people/{episode.person_id}/")
    monkeypatch.setattr(looks, "_INSERT", looks._INSERT.replace("throughline_look", "no_such_table"))

    hidden = client.get(f"/people/{episode.person_id}/")

    assert (shown.status_code, hidden.status_code) == (200, 500)
    assert b"Reid" in shown.content
    assert b"Reid" not in hidden.content


def test_a_press_that_leads_elsewhere_shows_nobody_and_writes_nothing(cast, at):
    episode = out_and_engaged(cast)

    response = client_of(cast.mentor).post(
        f"/people/{episode.person_id}/way",
        {
            "kind": "phone",
            "value": "0141 496 0199",
            "whose": "Danny",
            "safe_to_leave_message": "yes",
            "once": str(uuid4()),
        },
    )

    assert response.status_code == 302
    assert log() == []


@pytest.mark.parametrize("statement", ["SELECT 1 FROM throughline_look", "UPDATE throughline_look SET page = ''", "DELETE FROM throughline_look", "TRUNCATE throughline_look",
    "SELECT 1 FROM throughline_look_rest", "INSERT INTO throughline_checkpoint (number) VALUES (1)", "SELECT look_months_ahead(1)", "DELETE FROM throughline_alert", "UPDATE throughline_alert SET evidence = '{}'"])  # fmt: skip
def test_the_serving_role_can_add_to_the_log_and_nothing_else(db, statement):
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


def visible(body, names):
    """Return the people whose names stand in a page's words."""
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", body, flags=re.DOTALL)))
    return {pk for pk, name in names.items() if re.search(rf"(?<![\w’-]){re.escape(name)}(?![\w-]|’(?!s\b))", words)}


def test_every_page_shows_exactly_the_people_in_the_log(settings):
    """Each page of the demonstration, as the one who may see it and as three others: names shown = people in the log."""
    settings.DEMO = True
    make(people_wanted=60)
    everywhere.with_lists()
    people = list(Person.objects.order_by("pk"))
    names = {one.pk: one.name for one in people}
    once = {pk: name for pk, name in names.items() if list(names.values()).count(name) == 1}
    pages = [page for page in everywhere.pages() if page[0] not in ("demo", "demo_mail")]
    lookers = list({looks.pk: looks for _, _, looks, _ in pages if looks is not None}.values())
    clients = {one.pk: client_of(one) for one in lookers}
    seen, wrong = {row["id"] for row in log()}, []
    pictured = 0
    for name, thing, looks, _ in pages:
        path = reverse(name, args=[thing] if thing is not None else [])
        for looker in [looks, *random.Random(name).sample(lookers, 2)]:
            response = clients[looker.pk].get(path)
            rows = log(seen)
            seen |= {row["id"] for row in rows}
            logged = {pk for row in rows for pk in row["people"]} & set(once)
            if response.status_code == 302:
                assert logged == set(), path
                continue
            if response.status_code == 404:
                assert logged == set(), path
                # A page of somebody's record, or of a worry, that is not there for them is a refusal, and written down as one.
                assert len(rows) == isinstance(thing, UUID), (path, looker.name, response.content[:300])
                continue
            shown = visible(response.content.decode(), once)
            if name == "list_preview":
                # A name in a file that one loaded is the file's own word. Whose record fits it, where out of sight, is not told.
                shown &= logged
            pictured += len(shown)
            opened = {pk for row in rows if row["how"] == "view" for pk in row["people"]}
            # A page about one person may call them by the first name alone; a list names everyone.
            if shown - logged or logged - shown - opened or len(opened) > 1:
                wrong.append(
                    (
                        path,
                        looker.name,
                        [names[pk] for pk in shown - logged],
                        [names[pk] for pk in logged - shown - opened],
                        len(opened),
                    )
                )
            assert all(row["worker_id"] == looker.pk for row in rows)
    assert wrong == []
    assert pictured > 60  # names found at all: the crawl looks at pages that show people
