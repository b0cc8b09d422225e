"""What an agreement may carry, and who may make one, approve one and read it."""

from collections.abc import Mapping

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Role
from throughline.policy.grants import EVERYTHING, Opens
from throughline.policy.standing import Standing

# Who may bind an organisation: with a post of this kind at that organisation, never elsewhere.
APPROVING_ROLES = frozenset({Role.PARTNERSHIP_MANAGER, Role.DATA_PROTECTION_LEAD, Role.TEAM_LEAD})

# Work on a record is no kind of information: a grant may carry it, an agreement neither gives nor takes it.
SHAREABLE = Opens(EVERYTHING) & ~Opens.WORK

# UK GDPR Article 9: health, and what equality monitoring asks (ethnic group, religion, sexual orientation).
SPECIAL = Opens.HEALTH | Opens.EQUALITY
# UK GDPR Article 10 and DPA 2018 s.11(2): allegations, proceedings, sentences and related security measures. So also
# the dates in prison (journey) and the restrictions that someone lives under (safety), not the offence alone.
OFFENCE = Opens.OFFENDING | Opens.JOURNEY | Opens.SAFETY

KINDS: Mapping[Opens, str] = {
    Opens.IDENTITY: "Name and date of birth",
    Opens.CONTACT: "Phone and how to reach them",
    Opens.ADDRESS: "Home address",
    Opens.JOURNEY: "Where they are: dates in and out of prison",
    Opens.PLAN: "Strengths, needs and plan",
    Opens.NOTES: "Notes",
    Opens.SAFETY: "What keeps people safe",
    Opens.OFFENDING: "What they were in prison for",
    Opens.HEALTH: "Health",
    Opens.FAMILY: "Family and friends",
    Opens.MEASURES: "Scores and results",
    Opens.EQUALITY: "Equality questions",
}


def kinds_of(opens: int) -> list[str]:
    """Return the kinds of information in plain words, in the order of the list."""
    return [words for kind, words in KINDS.items() if opens & kind]


def objection_to_making(by: Standing) -> Objection | None:
    """Return why someone may not make or change an agreement, or None."""
    if by.service or by.has(Role.PARTNERSHIP_MANAGER):
        return None
    return Objection("not_a_manager", "A partnership manager makes agreements. Ask yours.")


def objection_to_carrying(
    opens: int,
    *,
    purpose: str,
    basis: bool,
    special_carries: str | None,
    offence: bool,
) -> Objection | None:
    """Return why the law that was chosen cannot carry these kinds of information, or None.

    `special_carries` is None without an Article 9 condition, "" with one that carries any kind, else the name of the
    one kind that it carries (the condition for equality monitoring carries equality alone).
    """
    if opens & ~SHAREABLE:
        return Objection("not_shareable", f"{purpose}: choose kinds of information from the list.")
    if not opens:
        return None
    if not basis:
        return Objection("no_basis", f"{purpose}: choose the lawful basis.", "basis")
    if opens & SPECIAL and special_carries is None:
        kind = kinds_of(opens & SPECIAL)[0].lower()
        return Objection(
            "needs_special", f"{purpose}: {kind} needs an Article 9 condition. Choose one, or leave it out.", "special"
        )
    if special_carries and opens & SPECIAL & ~Opens[special_carries.upper()]:
        kind = kinds_of(opens & SPECIAL & ~Opens[special_carries.upper()])[0].lower()
        return Objection(
            "special_does_not_carry",
            f"{purpose}: that Article 9 condition does not cover {kind}. Choose another, or leave it out.",
            "special",
        )
    if opens & OFFENCE and not offence:
        kind = kinds_of(opens & OFFENCE)[0]
        return Objection(
            "needs_offence",
            f"{purpose}: “{kind}” needs an Article 10 condition. Choose one, or leave it out.",
            "offence",
        )
    return None
