"""The dates of episodes, computed anew from the facts alone: `throughline rebuild` and the tests compare them."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughline.domain.contact import counts_as_first
from throughline.domain.time_out import Inside
from throughline.domain.vocabulary import Channel, OfferAnswer
from throughline.domain.whereabouts import whereabouts
from throughline.models import Answer, Consent, CustodyPeriod, Ending, Episode, Note, Offer, Plan

_DATES = (
    "offered_on", "declined_on", "signed_up_on", "plan_agreed_on", "released_on", "first_contact_at", "last_contact_at", "ended_on", "custody_since",
)  # fmt: skip


def differences(episodes: list[UUID] | None = None) -> list[str]:
    """Return each date of an episode that does not follow from the facts, in a sentence without anybody's name."""
    return [
        f"Episode {episode.pk}: {name} is {getattr(episode, name)}, the facts say {due[name]}."
        for episode, due in differing(episodes)
        for name in due
    ]


def differing(episodes: list[UUID] | None = None, *, using: str = "default") -> list[tuple[Episode, dict[str, Any]]]:
    """Return each episode with dates that do not follow from the facts, and what the facts say of those.

    `using` names the connection: everything is looked at only by a role that may read past row security.
    """
    found = []
    rows = Episode.objects.using(using).order_by("pk")
    if episodes is not None:
        rows = rows.filter(pk__in=episodes)
    facts = _Facts(using)
    for episode in rows.iterator(chunk_size=500):
        due = facts.dates(episode)
        wrong = {name: due[name] for name in _DATES if getattr(episode, name) != due[name]}
        if wrong:
            found.append((episode, wrong))
    return found


class _Facts:
    """Every fact that a date follows from, by episode or person."""

    def __init__(self, using: str) -> None:
        self.offers: dict[UUID, list[tuple[date, datetime]]] = defaultdict(list)
        for episode, made, learnt in Offer.objects.using(using).values_list("episode_id", "made_on", "recorded_at"):
            self.offers[episode].append((made, learnt))
        self.answers: dict[UUID, list[tuple[datetime, str, date]]] = defaultdict(list)
        for episode, learnt, answer, on in Answer.objects.using(using).values_list(
            "offer__episode_id", "recorded_at", "answer", "on"
        ):
            self.answers[episode].append((learnt, answer, on))
        self.consents = _first(Consent.objects.using(using).values_list("episode_id", "on"))
        self.plans = _first(
            Plan.objects.using(using).filter(agreed_on__isnull=False).values_list("episode_id", "agreed_on")
        )
        self.endings = dict(
            Ending.objects.using(using)
            .filter(reopened_on__isnull=True)
            .order_by("ended_on")
            .values_list("episode_id", "ended_on")
        )
        self.periods: dict[UUID, list[Any]] = defaultdict(list)
        for period in CustodyPeriod.objects.using(using).order_by("received_on", "recorded_at"):
            self.periods[period.person_id].append(period)
        self.notes: dict[UUID, list[Any]] = defaultdict(list)
        for note in (
            Note.objects.using(using)
            .filter(spoke=True, corrected_by__isnull=True)
            .select_related("kind")
            .order_by("happened_at")
        ):
            if not note.kind.traits.get("not_with_person"):
                self.notes[note.episode_id].append(note)

    def dates(self, episode: Episode) -> dict[str, Any]:
        """Return what each date of an episode should be."""
        offers, answers = self.offers[episode.pk], sorted(self.answers[episode.pk])
        signed = self.consents.get(episode.pk)
        declined = None
        if answers and answers[-1][1] == OfferAnswer.DECLINED and signed is None:
            asked_again = any(learnt > answers[-1][0] for _, learnt in offers)
            declined = None if asked_again else answers[-1][2]
        notes = self.notes[episode.pk]
        inside = [Inside(one.received_on, one.released_on) for one in self.periods[episode.person_id]]
        ended = self.endings.get(episode.pk)
        where = whereabouts(inside, identified_on=episode.identified_on, signed_up_on=signed, ended_on=ended)
        first = next(
            (
                note.happened_at
                for note in notes
                if counts_as_first(
                    Channel(note.channel),
                    note.happened_at,
                    signed_up_on=signed,
                    released_on=where.released_on,
                    periods=inside,
                )
            ),
            None,
        )
        return {
            "offered_on": min((made for made, _ in offers), default=None),
            "declined_on": declined,
            "signed_up_on": signed,
            "plan_agreed_on": self.plans.get(episode.pk),
            "released_on": where.released_on,
            "first_contact_at": first,
            "last_contact_at": notes[-1].happened_at if notes else None,
            "ended_on": ended,
            "custody_since": where.custody_since,
        }


def _first(rows: Any) -> dict[UUID, date]:
    found: dict[UUID, date] = {}
    for key, day in rows:
        found[key] = min(day, found.get(key, day))
    return found
