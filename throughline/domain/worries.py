"""A worry or a crisis: what must be said, to whom it goes next, and when it can be closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughline.domain.objections import Objection, first
from throughline.domain.vocabulary import Nation, Words

UNREAD_FOR = timedelta(minutes=30)  # how long one reader may leave it before the next is asked


class Danger(Words):
    """Whether anyone is in danger now."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "I do not know"


class Told(Words):
    """Who may be told of a worry."""

    SOCIAL_WORK = "social_work", "Social work"
    POLICE = "police", "Police"
    PRISON = "prison", "Prison"
    PROBATION = "probation", "Probation"
    HEALTH = "health", "Health"
    FAMILY = "family", "Family"
    PERSON = "person", "The person"
    OTHER = "other", "Somebody else"


class Part(Words):
    """Why a worry came to a reader."""

    SAFEGUARDING = "safeguarding", "Safeguarding lead"
    DUTY = "duty", "Duty lead"
    DEPUTY = "deputy", "Deputy"
    ANY_LEAD = "any_lead", "Another safeguarding lead"
    COORDINATOR = "coordinator", "Coordinator"


@dataclass(frozen=True)
class Number:
    """A number to ring: whose, when to ring it, and where that is written."""

    who: str
    number: str
    when: str
    source: str


# Where a partnership wrote none of its own. Each is a row's default: a row with the same name takes its place.
EMERGENCY = Number(
    "Police, ambulance, fire",
    "999",
    "Someone is in danger now.",
    "https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers",
)
_EVERYWHERE = (
    Number("Police", "101", "It is not an emergency.", "https://www.police.uk/pu/contact-us/"),
    Number("NHS", "111", "Someone is ill, or not safe with their thoughts.", "https://www.nhs.uk/nhs-services/urgent-and-emergency-care-services/when-to-use-111/"),
    Number("Samaritans", "116 123", "Someone needs to talk, day or night.", "https://www.samaritans.org/how-we-can-help/contact-samaritan/"),
    Number("Childline", "0800 1111", "A child or young person needs to talk.", "https://www.childline.org.uk/get-support/contacting-childline/"),
)  # fmt: skip


def shipped(nation: Nation | None) -> tuple[Number, ...]:
    """Return the numbers that come with the product, for a nation, after 999."""
    abuse = (
        Number("Domestic Abuse and Forced Marriage Helpline", "0800 027 1234", "Someone is hurt at home.", "https://www.sdafmh.org.uk/")
        if nation == Nation.SCOTLAND
        else Number("National Domestic Abuse Helpline", "0808 2000 247", "Someone is hurt at home.", "https://www.nationaldahelpline.org.uk/")
    )  # fmt: skip
    return (*_EVERYWHERE, abuse)


def numbers(own: Iterable[Number], *, nation: Nation | None) -> list[Number]:
    """Return the numbers to show: 999 always first, then the partnership's own, then those shipped that it did not replace."""
    kept = [one for one in own if one.who.casefold() != EMERGENCY.who.casefold()]
    names = {one.who.casefold() for one in kept}
    return [EMERGENCY, *kept, *(one for one in shipped(nation) if one.who.casefold() not in names)]


def objection_to_telling(words: str, *, danger: Danger | None) -> Objection | None:
    """Return why a worry cannot be sent, or None. Whom it is about may be unknown: a worry never waits for a name."""
    if not words.strip():
        return Objection("no_words", "Write what you saw or what was said. A few words will do.", "words")
    if danger is None:
        return Objection("no_danger", "Say if anyone is in danger now.", "danger")
    return None


def next_readers(
    chain: Sequence[tuple[Part, Sequence[UUID]]], *, held: Iterable[UUID], author: UUID
) -> list[tuple[Part, UUID]]:
    """Return whom a worry goes to next: all the parts of the first step with somebody new in it.

    The safeguarding lead and the duty lead are one step, told together. The one who wrote it is never asked to read it.
    """
    known, together = {*held, author}, {Part.SAFEGUARDING, Part.DUTY}
    found: list[tuple[Part, UUID]] = []
    for part, workers in chain:
        if found and not (part in together and found[0][0] in together):
            break
        for worker in workers:
            if worker not in known:
                known.add(worker)
                found.append((part, worker))
    return found


def objection_to_another_under_the_same_key(was: str, danger_was: str, words: str, danger: Danger) -> Objection | None:
    """Return why a worry sent once more with other answers is not that worry, or None: nobody thinks it has gone."""
    if was.split() == words.split() and danger_was == danger.value:
        return None
    return Objection(
        "sent_differently",
        "This worry was sent already with other answers. Open Worried about someone? again to tell the rest.",
    )


def must_go_on(*, opened_at: datetime | None, closed_at: datetime | None, passed_at: datetime, now: datetime) -> bool:
    """Tell whether a worry has lain unread for too long."""
    return opened_at is None and closed_at is None and now - passed_at >= UNREAD_FOR


def objection_to_recording(
    *, closed_at: datetime | None, told_at: datetime, now: datetime, basis: str
) -> Objection | None:
    """Return why it cannot be written down that somebody was told, or None."""
    return first(
        Objection("closed", "This is closed. Write a new worry if there is more.") if closed_at else None,
        Objection("not_yet", "That time has not come yet. Check the day and time.", "day") if told_at > now + timedelta(minutes=5) else None,
        Objection("no_basis", "Write which law or rule lets you tell them.", "basis") if not basis.strip() else None,
    )  # fmt: skip


def objection_to_closing(
    *, closed_at: datetime | None, decision: str, review_on: date | None, on: date
) -> Objection | None:
    """Return why a worry cannot be closed, or None."""
    if closed_at is not None:
        return Objection("closed", "This is closed already.")
    if not decision.strip():
        return Objection("no_decision", "Write what you decided and why.", "decision")
    if review_on is not None and review_on < on:
        return Objection("review_past", "The day to look again is past. Choose a day to come.", "review_on")
    return None
