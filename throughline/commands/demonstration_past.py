"""The demonstration's past: people who came out between eight months and a year and a half ago, each told in a few facts.

Enough of them that every figure has somebody to follow. Who is met and who goes back is drawn by lot, each by itself: the
invented figures then show what chance alone does.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from throughline.actions import consents, custody, endings, episodes, notes, offers, outcomes, ownership, people
from throughline.domain.calendar import HERE
from throughline.domain.vocabulary import Channel, ConsentPurpose, IdentifierKind, OfferAnswer, Way
from throughline.models import Episode, Handover

_PRISONS = ("S-BAR", "S-BAR", "S-LOW", "S-ADD", "S-KIL", "S-GRE")


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=HERE)


def person(
    made: Any, number: int, *, places: Mapping[str, Sequence[str]], given: Sequence[str], family: Sequence[str]
) -> None:
    """Make one person, from the list to where they are now."""
    chance, today = random.Random(f"{made.seed}/past/{number}"), made.today  # noqa: S311 - an invented past, not a secret
    prison = chance.choice(_PRISONS)
    coach = made.by(made.coaches[prison])
    out_on = today - timedelta(days=chance.randint(230, 500))
    listed = out_on - timedelta(days=84)
    sentence = chance.randint(100, 1300)
    received = out_on - timedelta(days=max(100, int(sentence * 0.4)))
    council = chance.choice([*places][:8])
    somebody = people.create(
        by=coach, given_names=given[(number * 13 + 5) % len(given)], family_name=family[(number * 17 + 3) % len(family)], home_council=council,
        birth_date=today - timedelta(days=chance.randint(19 * 365, 55 * 365)), home_place=chance.choice(places[council]),
        identifiers={IdentifierKind.SPIN: str(700_100 + number * 37)},
    )  # fmt: skip
    people.learn(somebody.pk, by=coach, on=listed, list_facts={"sex": "F" if number % 11 == 10 else "M"})
    by, signed_up = coach, chance.random() < 0.68
    for begun, ended in _earlier(chance, before=received):
        custody.go_in(
            somebody.pk,
            by=by,
            status="sentenced",
            on=begun,
            today=begun,
            prison=prison,
            sentence_days=180,
            learnt_on=listed,
        )
        custody.come_out(somebody.pk, by=by, on=ended, today=today)
    custody.go_in(
        somebody.pk, by=by, status="sentenced", on=received, today=today, prison=prison, sentence_on=received, sentence_days=sentence, learnt_on=listed,
    )  # fmt: skip
    custody.date_liberation(somebody.pk, by=by, day=out_on, known_on=listed, source="liberation list")
    episode = episodes.identify(somebody.pk, by=by, programme=made.programme, on=listed)
    asked = listed + timedelta(days=chance.randint(0, 30))
    if signed_up or chance.random() < 0.7:
        offers.make(episode.pk, by=by, channel=Channel.FACE_TO_FACE, made_on=asked, today=today)
    if signed_up:
        _sign_up(made, episode, by, on=asked)
    custody.come_out(somebody.pk, by=_owner(made, episode), on=out_on, today=today)
    back_on = out_on + timedelta(days=chance.randint(9, 420)) if chance.random() < 0.55 else None
    last = out_on
    for _ in range(chance.choice((0, 1, 2, 3)) if signed_up else 0):
        day = last + timedelta(days=chance.randint(3, 30))
        if day >= (back_on or today):
            break
        _talk(made, chance, episode, _owner(made, episode), day)
        last = day
    if last > out_on and chance.random() < 0.4:
        kind = made.code(
            "outcome_kinds", chance.choice(("employment", "training", "training", "education", "self_employment"))
        )
        outcomes.achieve(
            episode.pk, by=_owner(made, episode), kind=kind, started_on=last, evidence="A letter, seen", today=today
        )
    if back_on is not None and back_on < today:
        custody.go_in(
            somebody.pk,
            by=_owner(made, episode),
            status=chance.choice(("remand", "sentenced", "recall")),
            on=back_on,
            today=today,
            prison=prison,
        )
        if (today - back_on).days > 60:
            custody.come_out(
                somebody.pk, by=_owner(made, episode), on=back_on + timedelta(days=chance.randint(20, 60)), today=today
            )
    ended = max(last, min(out_on + timedelta(days=90), today))
    reason = made.code(
        "ending_reasons",
        chance.choice(("goals_met", "chose", "moved_away") if last > out_on else ("chose", "service_ended")),
    )
    endings.move_on(episode.pk, by=_owner(made, episode), reason=reason, on=ended, today=today, at=_at(ended, 18))


def _owner(made: Any, episode: Episode) -> Any:
    """Return how whoever looks after somebody now stands: a return or a release may have handed them on."""
    episode.refresh_from_db()
    return made.by(episode.owner)


def _earlier(chance: random.Random, *, before: date) -> list[tuple[date, date]]:
    """Return earlier times in prison, the oldest first."""
    found, end = [], before - timedelta(days=chance.randint(30, 300))
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        begun = end - timedelta(days=chance.randint(60, 200))
        found.append((begun, end))
        end = begun - timedelta(days=chance.randint(60, 500))
    return found[::-1]


def _sign_up(made: Any, episode: Episode, by: Any, *, on: date) -> None:
    """Sign somebody up, and let the duty worker of their team look after them."""
    offers.answer(episode.pk, by=by, answer=OfferAnswer.ACCEPTED, on=on, today=made.today)
    consents.sign_up(
        episode.pk, by=by, on=on, today=made.today, way=Way.PAPER, at=_at(on, 11),
        answers={ConsentPurpose.TAKING_PART: True, ConsentPurpose.RECORD: True, ConsentPurpose.SHARING: False},
    )  # fmt: skip
    episode.refresh_from_db()
    waits = Handover.objects.filter(episode=episode, answered_at__isnull=True).first()
    if waits is not None:
        ownership.answer(waits.pk, by=made.by(waits.receiver), accepted=True, today=on, at=_at(on, 15))


def _talk(made: Any, chance: random.Random, episode: Episode, by: Any, day: date) -> None:
    notes.save(
        [episode.pk], by=by, client_id=UUID(int=chance.getrandbits(128), version=4), spoke=True, happened_at=_at(day, 14), now=_at(day, 18), minutes=30,
        channel=chance.choice((Channel.FACE_TO_FACE, Channel.FACE_TO_FACE, Channel.PHONE)), kind=made.code("contact_kinds", "mentoring"), words="Talked about the weeks ahead.",
    )  # fmt: skip
