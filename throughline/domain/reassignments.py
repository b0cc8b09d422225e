"""Giving people to other workers of the team at once: shared out by weight, refused whole, undone whole."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from throughline.domain.objections import Objection

UNDONE_WITHIN = timedelta(days=7)
_NAMED = 5


@dataclass(frozen=True)
class Gift:
    """One episode given to a worker; `owner` is who looked after it when that was decided."""

    episode: UUID
    receiver: UUID
    owner: UUID


@dataclass(frozen=True)
class Chosen:
    """Somebody who is to be given to one of several: what they weigh, and to whom they cannot be given."""

    episode: UUID
    owner: UUID
    weight: int
    never: AbstractSet[UUID] = frozenset()


def share_out(people: Sequence[Chosen], carried: Mapping[UUID, int]) -> tuple[list[Gift], list[Chosen]]:
    """Share people out among workers; return who goes to whom, and those who can go to none of them.

    The heaviest first, each to whoever carries least by then. `carried` is what each worker carries already, in the order
    of the page: that order, and the one of `people`, decides where two are alike. Nobody goes to their own worker.
    """
    load = dict(carried)
    gifts, left = [], []
    for one in sorted(people, key=lambda each: -each.weight):
        able = [worker for worker in carried if worker != one.owner and worker not in one.never]
        if not able:
            left.append(one)
            continue
        receiver = min(able, key=lambda worker: load[worker])
        load[receiver] += one.weight
        gifts.append(Gift(one.episode, receiver, one.owner))
    return gifts, left


def named(names: Sequence[str]) -> str:
    """Return some names in a sentence, at most five of them."""
    shown = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def objection_to_giving(*, gifts: int, gone: int, changed: Sequence[str]) -> Objection | None:
    """Return why people cannot be given as it was decided, or None.

    `gone`: how many are not with the team any more; `changed`: whom another gave on since the page was made.
    """
    if not gifts:
        return Objection("nobody", "Tick at least one person.")
    if changed:
        are = "has" if len(changed) == 1 else "have"
        return Objection(
            "changed_meanwhile",
            f"{named(changed)} {are} been given to someone else meanwhile. Nothing was saved. Look at the desk again.",
        )
    if gone:
        are = "One of them is" if gone == 1 else f"{gone} of them are"
        return Objection("gone", f"{are} not with your team any more. Nothing was saved. Look at the desk again.")
    return None


def objection_to_receiving(
    name: str, *, receiver: str, can_act: bool, of_the_team: bool, kept_out: bool, is_owner: bool
) -> Objection | None:
    """Return why somebody cannot be given to one worker, or None. What keeps them from each other is not told."""
    if is_owner:
        return Objection("owner_already", f"{receiver} looks after {name} already. Choose someone else.")
    if not of_the_team:
        return Objection("not_of_the_team", f"{receiver} does not look after people in your team. Choose someone else.")
    if not can_act:
        return Objection("away", f"{receiver} has left or is away for long. Choose someone else.")
    if kept_out:
        return Objection("cannot_take", f"{name} cannot be given to {receiver}. Choose someone else.")
    return None


def objection_to_undoing(
    *, undone: bool, made_on: date, today: date, number: int, in_sight: int, gone_on: int, cannot: Sequence[str] = ()
) -> Objection | None:
    """Return why a reassignment cannot be undone whole, or None.

    `gone_on`: of how many something was written since, or who were given on. `cannot`: workers who cannot take theirs back.
    """
    if undone:
        return Objection("undone", "This was undone already.")
    if today - made_on > UNDONE_WITHIN:
        return Objection("too_late", "This was more than 7 days ago. Give them back from the desk.")
    if in_sight < number:
        return Objection("gone", "Some of them are not with your team any more. Give the others back from the desk.")
    if gone_on:
        have = "has" if gone_on == 1 else "have"
        return Objection(
            "gone_on",
            f"{gone_on} of the {number} {have} been written about or given on since. Give them back from the desk.",
        )
    if cannot:
        return Objection("cannot_take", f"{named(cannot)} cannot look after all of theirs any more. Give them back from the desk.")  # fmt: skip
    return None
