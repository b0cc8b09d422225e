"""Tokens: each its owner's own, known by its digest alone, used until its last day."""

from datetime import timedelta

import pytest

from tests.cast import TODAY, days
from throughline.actions import tokens
from throughline.domain.objections import Refused
from throughline.domain.tokens import LONGEST, MOST, digest_of
from throughline.models import Event, Token

pytestmark = pytest.mark.django_db


def make(cast, name="Phone", *, part="mentor", until=days(30), today=TODAY):
    return tokens.make(by=cast.stands(part), name=name, expires_on=until, today=today)


def test_of_a_token_the_digest_is_kept_and_its_secret_is_told_once(cast):
    token, secret = make(cast, " Phone ")

    token.refresh_from_db()
    assert (token.name, token.worker, token.expires_on) == ("Phone", cast.mentor, days(30))
    assert (token.hash, token.prefix) == (digest_of(secret), secret[:8])
    assert secret not in str(Token.objects.values().get())
    event = Event.objects.get(what="token:make")
    assert (event.by, event.detail) == (cast.mentor, {"until": days(30).isoformat()})


@pytest.mark.parametrize(
    ("until", "why"), [(days(-1), "expired_already"), (TODAY + LONGEST + timedelta(days=1), "too_long")]
)
def test_a_token_lasts_from_today_until_ninety_days_on(cast, until, why):
    with pytest.raises(Refused) as refused:
        make(cast, until=until)

    assert refused.value.objection.code == why
    assert not Token.objects.exists()
    assert make(cast, until=TODAY + LONGEST)[0].expires_on == TODAY + LONGEST


def test_a_name_is_free_again_once_its_token_ran_out_or_was_ended(cast):
    old, _ = make(cast, until=days(-1), today=days(-9))
    make(cast, part="other_mentor")

    new, _ = make(cast)

    old.refresh_from_db()
    assert old.ended_at is not None
    with pytest.raises(Refused, match="this name"):
        make(cast)
    tokens.end(new.pk, by=cast.stands("mentor"))
    assert make(cast)[0] != new


def test_a_worker_holds_ten_tokens_and_no_eleventh(cast):
    for number in range(MOST):
        make(cast, f"Phone {number}")

    with pytest.raises(Refused, match="10 tokens"):
        make(cast, "One more")

    assert Token.objects.working(TODAY).count() == MOST


def test_a_token_is_ended_once_and_by_its_owner_alone(cast):
    token, _ = make(cast)
    for part in ("other_mentor", "administrator", "team_lead"):
        with pytest.raises(Token.DoesNotExist):
            tokens.end(token.pk, by=cast.stands(part))
    assert Token.objects.working(TODAY).get() == token

    tokens.end(token.pk, by=cast.stands("mentor"))
    ended = Token.objects.get().ended_at
    tokens.end(token.pk, by=cast.stands("mentor"))

    assert ended is not None
    assert Token.objects.get().ended_at == ended
    assert Event.objects.filter(what="token:end").count() == 1


def test_the_last_day_of_use_goes_forward_only_and_leaves_no_event(cast):
    token, _ = make(cast)
    by, events = cast.stands("mentor"), Event.objects.count()

    for day, kept in ((days(-2), days(-2)), (TODAY, TODAY), (days(-1), TODAY)):
        tokens.used(token.pk, by=by, on=day)
        token.refresh_from_db()
        assert token.last_used_day == kept

    assert Event.objects.count() == events


def test_the_use_of_a_token_is_kept_by_its_owner_alone(cast):
    token, _ = make(cast)

    tokens.used(token.pk, by=cast.stands("other_mentor"), on=TODAY)

    token.refresh_from_db()
    assert token.last_used_day is None
