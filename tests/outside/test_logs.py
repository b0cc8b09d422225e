"""What is written to logs, and what is handed to parts: nobody's words, and nobody else's keys."""

import logging
import stat

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from tests.histories import out_and_engaged
from throughline.models import Person
from throughline.outside import databases
from throughline.outside.logs import WithoutDetail


@pytest.mark.django_db
def test_a_row_that_fails_is_repeated_in_no_log(cast, request):
    out_and_engaged(cast)
    log = request.config.throughline_cluster.home / "postgres.log"
    before = len(log.read_text())
    with pytest.raises(IntegrityError) as failed, transaction.atomic():
        Person.objects.update(given_names=None)
    assert "Reid" in str(failed.value), "the database does say it"

    trouble = failed.value
    record = logging.LogRecord(
        "django",
        logging.ERROR,
        "",
        1,
        "It failed: %s",
        (str(trouble),),
        (type(trouble), trouble, trouble.__traceback__),
    )
    line = WithoutDetail("%(message)s").format(record)

    assert "Reid" not in line
    assert "violates" in line
    assert "Reid" not in log.read_text()[before:]
    assert "violates" in log.read_text()[before:]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_every_log_of_ours_leaves_the_detail_out():
    assert {one["()"] for one in settings.LOGGING["formatters"].values()} == {"throughline.outside.logs.WithoutDetail"}


def test_a_part_that_serves_is_handed_no_password_but_its_own(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres:topsecret@db.example:5432/record?sslmode=require")
    for role in ("APP", "OWNER", "BACKUP"):
        monkeypatch.setenv(f"DATABASE_PASSWORD_{role}", f"secret-{role}")

    handed = databases.serving_environment()

    assert handed["DATABASE_URL"] == "postgresql://app@db.example:5432/record?sslmode=require"
    assert handed["DATABASE_PASSWORD_APP"] == "secret-APP"
    for value in handed.values():
        assert not any(secret in value for secret in ("topsecret", "secret-OWNER", "secret-BACKUP"))


def test_the_role_of_the_tests_is_made_for_tests_alone():
    assert "test" not in databases.ROLES
