"""Which letters there are, who may be written to, and what each letter would say."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q

from throughline.domain import letters as rules
from throughline.domain.calendar import start_of
from throughline.domain.letters import Kind, Planned
from throughline.domain.objections import Objection
from throughline.domain.vocabulary import ConsentPurpose, OfferAnswer, Part, Stage
from throughline.models import (
    Address,
    Answer,
    Appointment,
    Assignment,
    ConsentWording,
    Episode,
    Letter,
    LetterWords,
    Partnership,
    Person,
    PrisonStay,
    not_to_be_written_to,
)
from throughline.policy.grants import Opens
from throughline.policy.letters import opens_of
from throughline.policy.standing import Standing
from throughline.queries.clocks import liberation_dates
from throughline.queries.sheets import shut_out

MOST_LISTED = 300
NOT_ASKED = (Stage.IDENTIFIED,)
GROUPS = {
    "mine": "Everyone I look after",
    "offer": "To be asked if they want to join",
    "soon": "To be asked, and out within 12 weeks",
    "yes": "Said yes, and have not joined yet",
    "tomorrow": "With an appointment tomorrow",
    "quiet": f"Quiet for {rules.QUIET_DAYS} days",
    "gone": "Moved on in the last 28 days",
}
# Whom a letter is mostly for.
GROUP_OF = {
    Kind.OFFER: "offer", Kind.SIGN_UP: "yes", Kind.CONSENT: "yes", Kind.APPOINTMENT: "tomorrow", Kind.STILL_HERE: "quiet", Kind.MOVING_ON: "gone",
}  # fmt: skip
_ORDER = list(Kind)


def templates(*, retired: bool = False) -> list[LetterWords]:
    """Return the newest words of every template, the retired ones only if asked for (1 query)."""
    rows = LetterWords.objects.filter(number=F("template__number")).select_related("template", "checked_by", "written_by")  # fmt: skip
    if not retired:
        rows = rows.filter(template__retired_on__isnull=True)
    return sorted(rows, key=lambda one: (one.template.language != "en", one.template.language, _ORDER.index(Kind(one.template.kind))))  # fmt: skip


def words_of(template: UUID) -> LetterWords | None:
    """Return the newest words of a template (1 query)."""
    return (
        LetterWords.objects.filter(template=template, number=F("template__number"))
        .select_related("template", "checked_by", "written_by")
        .first()
    )


def partnership_name() -> str:
    """Return the partnership's name (1 query)."""
    return str(Partnership.objects.values_list("name", flat=True).get())


def group(name: str, *, by: Standing, now: datetime, on: date) -> list[Episode]:
    """Return the people in sight of one of `GROUPS`, by name (at most 10 queries)."""
    rows = Episode.objects.visible_to(by).filter(person__in=Person.objects.visible_to(by, Opens.WORK).values("pk"))
    if name == "gone":
        rows = rows.filter(ended_on__gte=on - timedelta(days=28))
    else:
        rows = rows.filter(ended_on__isnull=True)
    if name == "mine":
        rows = rows.filter(owner=by.worker)
    elif name in ("offer", "soon"):
        rows = rows.filter(stage__in=NOT_ASKED)
    elif name == "yes":
        said = (
            Answer.objects.visible_to(by).order_by("offer__episode", "-on", "-recorded_at").distinct("offer__episode")
        )
        yes = [pk for pk, answer in said.values_list("offer__episode", "answer") if answer == OfferAnswer.ACCEPTED]
        rows = rows.filter(pk__in=yes, signed_up_on__isnull=True)
    elif name == "tomorrow":
        first, last = start_of(on + timedelta(days=1)), start_of(on + timedelta(days=2))
        booked = Appointment.objects.visible_to(by).filter(starts_at__gte=first, starts_at__lt=last, result=None)
        rows = rows.filter(pk__in=booked.values("episode"))
    elif name == "quiet":
        since = now - timedelta(days=rules.QUIET_DAYS)
        rows = rows.filter(stage__in=(Stage.RELEASED, Stage.ENGAGED)).filter(
            Q(last_contact_at__lt=since)
            | Q(last_contact_at=None, released_on__lt=on - timedelta(days=rules.QUIET_DAYS))
        )
    found = list(
        rows.select_related("person", "person__home_council", "programme", "owner").order_by(
            "person__family_name", "person__given_names", "pk"
        )[:MOST_LISTED]
    )
    if name in ("offer", "soon"):
        barred = shut_out(found, by=by, on=on)
        found = [one for one in found if not barred.get(one.pk)]
    if name == "soon":
        out = liberation_dates([one.person_id for one in found], by=by)
        found = [one for one in found if on <= out.get(one.person_id, date.max) <= on + timedelta(weeks=12)]
    return found


def planned(
    words: LetterWords, episodes: Sequence[Episode], *, by: Standing, now: datetime, on: date
) -> dict[UUID, Planned | Objection]:
    """Return of each episode what its letter would say, or why they get none (about 12 queries, however many)."""
    people = [one.person_id for one in episodes]
    died, said_no = not_to_be_written_to(people)
    fields = rules.fields_in(words.title, words.body)
    kind, language = Kind(words.template.kind), words.template.language
    inside = dict(
        PrisonStay.objects.visible_to(by)
        .filter(person__in=people, until_on__isnull=True, period__released_on__isnull=True)
        .values_list("person_id", "prison__name")
    )
    facts = _facts(episodes, inside, language, by=by, now=now, on=on)
    statements = statements_of({one.programme_id for one in episodes}, on=on) if kind is Kind.CONSENT else {}
    addresses: dict[UUID, Address] = {}
    if words.by_post:
        for row in Address.objects.visible_to(by).filter(person__in=people, until_on__isnull=True).order_by("from_on"):
            addresses[row.person_id] = row
    open_to = {
        by_post: _open_to(people, opens_of(fields, by_post=by_post) | Opens.WORK, by=by) for by_post in (False, True)
    }
    found: dict[UUID, Planned | Objection] = {}
    for one in episodes:
        # To the home of somebody who is not there no letter goes by post: it is handed over.
        by_post = words.by_post and one.person_id not in inside
        objection = rules.objection_to_letter(
            kind, name=one.person.name, died=one.person_id in died, said_no=one.person_id in said_no, ended_on=one.ended_on,
            open_to_printer=one.person_id in open_to[by_post], booked=bool(facts[one.pk].get("appointment day")),
        )  # fmt: skip
        if objection is not None:
            found[one.pk] = objection
            continue
        filled = rules.fill(words.title, words.body, facts[one.pk])
        address = addresses.get(one.person_id) if by_post else None
        if address is not None and rules.betrays(address_of(address)):
            address = None
        missing = filled.missing + (("address",) if by_post and address is None else ())
        found[one.pk] = Planned(
            one.pk, filled.title, filled.body, name=one.person.name, address=address.pk if address else None, by_post=by_post,
            statements=statements.get(one.programme_id, ()), missing=missing,
        )  # fmt: skip
    return found


def address_of(row: Address | None) -> str:
    """Return an address as it stands in the window of an envelope, or ""."""
    return "\n".join(part for part in (row.lines.strip(), row.postcode.strip()) if part) if row else ""


def statements_of(programmes: Collection[UUID], *, on: date) -> dict[UUID, tuple[str, ...]]:
    """Return what each programme asks people to agree to, in the words in force on a day (1 query)."""
    order = list(ConsentPurpose)
    found: dict[UUID, list[ConsentWording]] = defaultdict(list)
    for row in ConsentWording.objects.on(on).filter(programme__in=programmes):
        found[row.programme_id].append(row)
    return {
        pk: tuple(" ".join(row.words.split()) for row in sorted(rows, key=lambda row: order.index(ConsentPurpose(row.purpose))))
        for pk, rows in found.items()
    }  # fmt: skip


def _open_to(people: Sequence[UUID], needed: int, *, by: Standing) -> set[UUID]:
    """Return those of some people of whom every kind of information asked for is open to `by`."""
    left = set(people)
    for one in Opens:
        if needed & one:
            left &= set(Person.objects.visible_to(by, one).filter(pk__in=left).values_list("pk", flat=True))
    return left


def _facts(
    episodes: Sequence[Episode], inside: dict[UUID, str], language: str, *, by: Standing, now: datetime, on: date
) -> dict[UUID, dict[str, str]]:
    """Return the facts of each episode by the name of their field."""
    ids = [one.pk for one in episodes]
    mentors = {
        row.episode_id: row.worker
        for row in Assignment.objects.visible_to(by)
        .filter(episode__in=ids, part=Part.MENTOR, until_on__isnull=True)
        .select_related("worker")
    }
    dates = liberation_dates([one.person_id for one in episodes], by=by)
    booked: dict[UUID, Appointment] = {}
    for row in (
        Appointment.objects.visible_to(by)
        .filter(episode__in=ids, result=None, starts_at__gte=now)
        .select_related("prison")
        .order_by("-starts_at")
    ):
        booked[row.episode_id] = row  # the nearest last
    partnership = partnership_name()
    found = {}
    for one in episodes:
        mentor = mentors.get(one.pk, one.owner)
        day = dates.get(one.person_id) or one.released_on
        facts = {
            "first name": one.person.called, "name": one.person.name, "mentor": mentor.name, "mentor phone": mentor.phone,
            "release day": rules.day_in(language, day) if day else "", "prison": inside.get(one.person_id, ""), "programme": one.programme.name,
            "partnership": partnership, "today": rules.day_in(language, on),
        }  # fmt: skip
        if (visit := booked.get(one.pk)) is not None:
            facts |= {
                "appointment day": rules.day_in(language, visit.starts_at.astimezone(rules.HERE).date()),
                "appointment time": rules.time_in(language, visit.starts_at),
                "appointment place": visit.where or (visit.prison.name if visit.prison else ""),
            }
        found[one.pk] = facts
    return found


@dataclass(frozen=True)
class Run:
    """Letters that were printed together."""

    pk: UUID
    kind: str
    number: int
    printed_at: datetime


def runs_of(*, by: Standing) -> list[Run]:
    """Return what `by` printed lately of people in sight, the newest first (1 query)."""
    rows: Any = (
        Letter.objects.visible_to(by)
        .filter(by=by.worker)
        .order_by()
        .values("run")
        .annotate(number=Count("pk"), at=Max("printed_at"), what=Min("kind"))
        .order_by("-at")[:20]
    )
    return [Run(row["run"], Kind(row["what"]).label, row["number"], row["at"]) for row in rows]


def again(letters: Sequence[Letter], *, by: Standing) -> dict[UUID, Objection | None]:
    """Return of letters in sight why each cannot be printed again, or None (at most 3 queries)."""
    people = [one.person_id for one in letters]
    died, said_no = not_to_be_written_to(people)
    rows = [one.address_id for one in letters if one.address_id is not None]
    shown = set(Address.objects.visible_to(by).filter(pk__in=rows).values_list("pk", flat=True)) if rows else set()
    return {
        one.pk: rules.objection_to_letter(
            Kind.MOVING_ON, name=one.name, died=one.person_id in died, said_no=one.person_id in said_no, ended_on=None,
            open_to_printer=one.address_id is None or one.address_id in shown,
        )
        for one in letters
    }  # fmt: skip
