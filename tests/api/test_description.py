"""The API does what its own description says, whatever is sent: asked in process by schemathesis, with made-up answers."""

import json
from uuid import uuid4

import hypothesis
import jsonschema_rs
import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from tests.api.test_api import booked, note
from tests.clients import Program, client_of
from tests.histories import out_and_engaged, with_mentor
from throughline.models import Note

pytestmark = pytest.mark.django_db

# A rule of the work may refuse what has the right shape: a day that has not come, a code that was retired. That is a 422
# with the field named, and is tested by hand. Every other check holds.
NOT_A_SHAPE = ("positive_data_acceptance",)


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the test's connection over a request, as Django's own client does: an application closes it in between."""
    both = (signals.request_started, signals.request_finished)
    for one in both:
        one.disconnect(close_old_connections)
    yield
    for one in both:
        one.connect(close_old_connections)


class _Undone(Exception):
    """Nothing of it is kept."""


def operations(secret):
    """Return every operation of the description, as a program reads it."""
    schema = schemathesis.openapi.from_wsgi(
        "/api/openapi.json", get_wsgi_application(), headers={"Authorization": f"Bearer {secret}"}
    )
    return [found.ok() for found in schema.get_all_operations()]


def ask(operation, secret, ids, *, mode, examples, answered):
    """Ask one operation so many times, and check each answer against the description. Nothing that it does is kept."""
    excluded = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ in NOT_A_SHAPE]

    @hypothesis.settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), pk=st.sampled_from(ids), data=st.data())
    def run(case, pk, data):
        if mode is GenerationMode.POSITIVE and "pk" in case.path_parameters:
            case.path_parameters["pk"] = str(pk)
        with pytest.raises(_Undone), transaction.atomic():
            named = case.meta.components.get(ParameterLocation.HEADER) if case.meta else None
            headers = {} if named and named.mode is GenerationMode.NEGATIVE else {"Authorization": f"Bearer {secret}"}
            response = case.call(headers=headers)
            assert response.status_code < 500, response.text
            case.validate_response(response, excluded_checks=excluded, headers=headers)
            answered.append(response.status_code)
            raise _Undone

    run()


EACH_OF_THE_CAST = (
    "mentor", "other_mentor", "team_lead", "coordinator", "duty_worker", "prison_coach", "other_coach", "family_coordinator", "partner_coach",
    "evaluator", "safeguarding_lead", "record_steward", "administrator", "stranger",
)  # fmt: skip


@pytest.mark.parametrize("part", EACH_OF_THE_CAST)
def test_whatever_is_sent_each_operation_answers_as_described_and_never_fails(
    cast, secret_of, at, settings, long_form, part, capsys
):
    """Short: 30 answers that fit and 30 that do not for each operation, as a mentor. Long: 400, as each of the cast: 50,000 (reliability.md)."""
    if part != "mentor" and not long_form:
        pytest.skip("the long form")
    settings.API_RATES = {"token": "1000000/1m/key", "wrong": "1000000/5m/ip"}
    episode, other = out_and_engaged(cast), with_mentor(cast, given="Euan", family="Boyd", spin="77")
    ids = [episode.person_id, other.person_id, booked(cast, episode).pk, uuid4()]
    secret, before = secret_of(part), Note.objects.count()
    found = operations(secret)
    assert {(one.method.upper(), one.path) for one in found} == {
        ("GET", "/api/people"), ("GET", "/api/people/{pk}"), ("POST", "/api/people/{pk}/notes"),
        ("POST", "/api/appointments/{pk}/result"), ("GET", "/api/codes"),
    }  # fmt: skip

    sent, examples = 0, 400 if long_form else 30
    for operation in found:
        answered = []
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                ask(operation, secret, ids, mode=mode, examples=examples, answered=answered)
            except hypothesis.errors.Unsatisfiable:
                continue  # an operation without anything to send has nothing that does not fit
        assert answered, operation.path
        if part == "mentor" and operation.method.upper() == "GET":
            assert 200 in answered, operation.path
        sent += len(answered)
    assert Note.objects.count() == before
    assert sent > (0.9 * 2 * examples * len(found) if long_form else 200)
    with capsys.disabled():
        print(f"\n{sent:,} requests as the {part}, none answered with 5xx")


def test_the_description_names_every_status_that_an_operation_answers_with_and_its_form(cast, at):
    said = client_of(cast.mentor).get("/api/openapi.json").json()

    assert said["openapi"] == "3.1.0"
    for path, operations_ in said["paths"].items():
        for method, one in operations_.items():
            assert {"200", "401", "422", "429"} <= set(one["responses"]), path
            assert ("404" in one["responses"]) == ("{pk}" in path), path
            assert (method == "post") == ("409" in one["responses"]) == ("403" in one["responses"]), path
            assert one["security"] == [{"Owner": []}], path
            for status, answer in one["responses"].items():
                kind = "application/problem+json" if int(status) >= 400 else "application/json"
                assert set(answer["content"]) == {kind}, (path, status)
    assert said["components"]["securitySchemes"] == {"Owner": {"type": "http", "scheme": "bearer"}}
    assert said["components"]["schemas"]["NoteSent"]["additionalProperties"] is False


def test_answers_have_the_shape_that_is_described(cast, secret_of, at):
    episode = out_and_engaged(cast)
    booked(cast, episode)
    program = Program(secret_of("mentor"))
    said = program.get("/api/openapi.json").json()

    for path, method, status, answer in [
        ("/api/people", "get", "200", program.get("/api/people")),
        ("/api/people/{pk}", "get", "200", program.get(f"/api/people/{episode.person_id}")),
        ("/api/people/{pk}", "get", "404", program.get(f"/api/people/{uuid4()}")),
        ("/api/people/{pk}/notes", "post", "201", program.post(f"/api/people/{episode.person_id}/notes", note())),
        (
            "/api/people/{pk}/notes",
            "post",
            "422",
            program.post(f"/api/people/{episode.person_id}/notes", note(words="")),
        ),
    ]:
        content = said["paths"][path][method]["responses"][status]["content"]
        shape = next(iter(content.values()))["schema"] | {"components": said["components"]}
        assert str(answer.status_code) == status
        jsonschema_rs.validate(json.loads(json.dumps(shape)), answer.json())
