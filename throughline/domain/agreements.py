"""What an agreement between organisations says, and when it can be made, approved, changed and ended.

The parts are those of the data sharing code of the Information Commissioner (in force since 5 October 2021), with what
partnerships ask of each other besides: roles, the service offer, what a referral must contain, its clock, the measures.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Words

REVIEW_SOON = timedelta(days=30)
ENDS_SOON = timedelta(days=60)
MOST_SIDES = 8


class Controllers(Words):
    """Who answers for the information."""

    JOINT = "joint", "Together: they decide jointly"
    SEPARATE = "separate", "Each for its own copy"


class AgreementState(Words):
    """Where one version of an agreement is. It follows from its dates; nobody sets it."""

    DRAFT = "draft", "being written"
    WAITING = "waiting", "waits for approval"
    AGREED = "agreed", "approved, starts later"
    IN_FORCE = "in_force", "in force"
    REPLACED = "replaced", "replaced"
    ENDED = "ended", "ended"
    PUT_AWAY = "put_away", "put away"


@dataclass(frozen=True)
class Part:
    """One part of the text of an agreement. `needed`: without it nobody can be asked to approve."""

    name: str
    label: str
    hint: str
    step: str
    needed: bool = True


PARTS = (
    Part("contacts", "Who to speak to at each organisation", "A name, a role and a phone number for each.", "when"),
    Part("rights", "How people’s requests are answered", "Someone asks to see, correct or delete what is held: who does what, by when?", "rights"),
    Part("told", "How people are told", "What each person is told, when, and by whom.", "rights"),
    Part("accuracy", "How it is kept right", "Who puts a mistake right, and tells the others.", "rights", needed=False),
    Part("roles", "Who does what", "The part that each organisation plays.", "work"),
    Part("service_offer", "What is offered to people", "What someone gets, where, when, for how long.", "work"),
    Part("referral_contains", "What a referral must contain", "Without these it can be sent back.", "work"),
    Part("measures", "What is counted", "How you will both know whether it works.", "work"),
    Part("retention", "How long it is kept", "For each kind: how long, and how it is deleted.", "safe"),
    Part("security", "How it is kept safe", "Who can open it, and how it is sent.", "safe"),
    Part("staff_change", "When staff change", "What happens to access when someone leaves.", "safe"),
    Part("onward", "Passing it on", "May it be passed on, to whom, who says yes first?", "safe"),
    Part("breach", "If something goes wrong", "Who tells whom, and how fast.", "safe"),
    Part("emergencies", "In an emergency", "What may be told when someone is in danger.", "safe", needed=False),
    Part("ending", "When it ends", "What each side does with what it holds.", "safe"),
    Part("governance", "Who looks after this agreement", "Who meets, how often.", "safe", needed=False),
    Part("dpia_ref", "Impact assessment", "Its name or number.", "safe", needed=False),
    Part("policy_ref", "Policy document", "The policy document for health and offence information.", "safe", needed=False),
)  # fmt: skip

PURPOSE_PARTS = (
    Part("aim", "What is it meant to achieve?", "In words that a participant would understand.", "purpose"),
    Part("necessity", "Why is each kind needed?", "Could it be done with less, or without names?", "purpose"),
    Part("balance", "What good does it do, and what could go wrong?", "Of sharing, and of not sharing.", "purpose", needed=False),
)  # fmt: skip


def state_of(
    *,
    proposed: bool,
    put_away: bool,
    starts: object,
    ends: object,
    at: object,
    followed: bool,
) -> AgreementState:
    """Return where a version is at a moment. `followed`: a later version took its place."""
    if starts is not None and ends is not None:
        if ends <= at:  # type: ignore[operator]
            return AgreementState.REPLACED if followed else AgreementState.ENDED
        return AgreementState.IN_FORCE if starts <= at else AgreementState.AGREED  # type: ignore[operator]
    if put_away:
        return AgreementState.PUT_AWAY
    return AgreementState.WAITING if proposed else AgreementState.DRAFT


def objection_to_sides(sides: Sequence[UUID]) -> Objection | None:
    """Return why an agreement cannot be between these organisations, or None."""
    if len(set(sides)) < len(sides) or len(sides) == 1:
        return Objection(
            "with_oneself", "An organisation cannot make an agreement with itself. Choose another.", "organisations"
        )
    if not sides:
        return Objection("no_sides", "Choose the organisations that it is between.", "organisations")
    if len(sides) > MOST_SIDES:
        return Objection("too_many_sides", f"Choose at most {MOST_SIDES} organisations.", "organisations")
    return None


def objection_to_dates(
    *, starts_on: date | None, ends_on: date | None, review_on: date | None, today: date
) -> Objection | None:
    """Return what is wrong with the days of an agreement, or None. A day not said yet is not wrong yet."""
    if starts_on is not None and starts_on < today:
        return Objection("back_dated", "It cannot start in the past. Choose today or a later day.", "starts_on")
    if ends_on is not None and ends_on < (starts_on or today):
        return Objection("ends_before_it_starts", "The last day is before the first. Choose a later day.", "ends_on")
    if review_on is not None and review_on <= today:
        return Objection("review_in_the_past", "The review day must be after today. Choose a later day.", "review_on")
    if review_on is not None and starts_on is not None and review_on < starts_on:
        return Objection("review_before_start", "The review day is before it starts. Choose a later day.", "review_on")
    if review_on is not None and ends_on is not None and review_on > ends_on:
        return Objection("review_after_end", "It ends before its review. Choose an earlier review day.", "review_on")
    return None


def objection_to_writing(state: AgreementState) -> Objection | None:
    """Return why the words of this version can no longer change, or None. What others were asked to approve stays."""
    if state is AgreementState.DRAFT:
        return None
    return Objection("not_a_draft", "These words have been sent for approval. To change them, start a new version.")


def objection_to_proposing(state: AgreementState, *, missing: Sequence[str]) -> Objection | None:
    """Return why nobody can be asked to approve this version yet, or None."""
    if state is not AgreementState.DRAFT:
        return objection_to_writing(state)
    if missing:
        return Objection("not_whole", f"Not ready yet. {missing[0]}")
    return None


def objection_to_overlap(title: str, purpose: str) -> Objection:
    """Say that another agreement already covers a purpose between two of the organisations in those days."""
    return Objection(
        "overlaps",
        f"“{title}” already covers this between the same organisations in those days: {purpose.lower()}. Change or end that one.",
    )


def objection_to_approving(
    state: AgreementState,
    *,
    side_is_party: bool,
    side_has_approved: bool,
    worker_has_approved: bool,
    ends_on: date | None,
    review_on: date | None,
    today: date,
) -> Objection | None:
    """Return why a side cannot approve this version, or None."""
    if state is AgreementState.DRAFT:
        return Objection("not_proposed", "This is still being written. You will be told when it can be approved.")
    if not side_is_party:
        return Objection("not_a_side", "That organisation is not part of this agreement.", "organisation")
    if side_has_approved:
        return Objection("side_has_approved", "Your organisation has approved this already.", "organisation")
    if state is not AgreementState.WAITING:
        return Objection("not_waiting", f"This can no longer be approved: it is {state.label}.")
    if worker_has_approved:
        return Objection(
            "own_second_side",
            "You have approved this for one side. Someone else must approve for the other.",
            "organisation",
        )
    if ends_on is not None and ends_on < today:
        return Objection("over_already", "Its last day has passed. Start a new version with new days.")
    if review_on is not None and review_on <= today:
        return Objection("review_in_the_past", "Its review day has passed. Start a new version with new days.")
    return None


def objection_to_putting_away(state: AgreementState, *, words: str) -> Objection | None:
    """Return why a version cannot be put away, or None."""
    if state not in (AgreementState.DRAFT, AgreementState.WAITING):
        return Objection("not_open", f"This version is {state.label}. It cannot be put away.")
    if state is AgreementState.WAITING and not words.strip():
        return Objection("no_words", "Write why, so that the other side knows.", "words")
    return None


def objection_to_ending(
    *, in_force_or_agreed: bool, on: date, today: date, ends_on: date | None, words: str
) -> Objection | None:
    """Return why an agreement cannot be ended on that day, or None."""
    if not in_force_or_agreed:
        return Objection("not_in_force", "This agreement is not in force. There is nothing to end.")
    if on < today:
        return Objection("back_dated", "It cannot end in the past. Choose today or a later day.", "on")
    if ends_on is not None and on > ends_on:
        return Objection("ends_sooner", "It ends before that day by itself. Choose an earlier day.", "on")
    if not words.strip():
        return Objection("no_words", "Write why it ends. The other side reads this.", "words")
    return None


def objection_to_reviewing(
    state: AgreementState, *, next_on: date, ends_on: date | None, today: date
) -> Objection | None:
    """Return why a review cannot be recorded, or None."""
    if state is not AgreementState.IN_FORCE:
        return Objection("not_in_force", "Only an agreement in force is reviewed.")
    return objection_to_dates(starts_on=None, ends_on=ends_on, review_on=next_on, today=today)


def missing_parts(
    texts: dict[str, str],
    *,
    days_said: bool,
    controllers: str,
    clock_said: bool,
    purposes: Collection[tuple[str, dict[str, str], bool]],
) -> list[tuple[str, str]]:
    """Return what must still be said before anyone is asked to approve: (step, sentence), in the order of the steps.

    `purposes` are (words, texts, something is shared).
    """
    found: list[tuple[str, str]] = []

    def say(step: str) -> None:
        found.extend(
            (step, f"Write this: {part.label.lower()}.")
            for part in PARTS
            if part.step == step and part.needed and not texts.get(part.name, "").strip()
        )

    if not days_said:
        found.append(("when", "Say when it starts, ends and is reviewed."))
    say("when")
    if not purposes:
        found.append(("purposes", "Choose what it is for."))
    for words, said, shared in purposes:
        found.extend(
            ("purposes", f"{words}: {part.label[0].lower()}{part.label[1:]}")
            for part in PURPOSE_PARTS
            if part.needed and not said.get(part.name, "").strip()
        )
        if not shared:
            found.append(("purposes", f"{words}: choose what is shared, or leave this purpose out."))
    if not controllers:
        found.append(("rights", "Say who answers for the information."))
    say("rights")
    if not clock_said:
        found.append(("work", "Say how soon a referral is answered."))
    say("work")
    say("safe")
    return found
