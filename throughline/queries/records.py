"""One person's record as one worker may see it: the person, their latest episode, and which sections are open."""

from dataclasses import dataclass
from uuid import UUID

from throughline.models import Episode, Grant, Person
from throughline.models.grants import hidden_from
from throughline.policy.grants import Basis, Opens
from throughline.policy.standing import Standing


@dataclass(frozen=True)
class Record:
    """What is open to a standing of one person's record, and why.

    `opens` are bits of `Opens`; `reasons` are (basis, because) of the grants in force, in the order they were given.
    """

    person: Person
    episode: Episode | None
    opens: int
    reasons: tuple[tuple[str, str], ...]

    def section(self, category: Opens) -> bool:
        """Tell whether a kind of information is open: answered from the grants already read."""
        return bool(self.opens & category)

    @property
    def in_emergency(self) -> bool:
        """Whether it is open to the worker for having been opened in an emergency, and for nothing else."""
        return bool(self.reasons) and all(basis == Basis.BREAK_GLASS for basis, _ in self.reasons)

    @property
    def may_work(self) -> bool:
        """Whether the worker may write on this record."""
        return self.section(Opens.WORK)


def record_of(pk: UUID, *, by: Standing) -> Record:
    """Return a person's record as `by` may see it. Raises Person.DoesNotExist where they do not (3 queries at most).

    The request is about this one person from here on: whom each kind of information shows `by` is answered from the
    grants read here, as the focus has it in the database.
    """
    grants = list(
        Grant.objects.held_by(by)
        .in_force()
        .with_opened()
        .filter(person=pk)
        .order_by("starts")
        .values_list("basis", "because", "opened")
    )
    opens = 0
    for _, _, bits in grants:
        opens |= bits
    opens &= ~hidden_from(by).get(pk, 0)
    if not opens & Opens.IDENTITY:
        raise Person.DoesNotExist
    by.sight.update({int(one): [pk] if opens & one else [] for one in Opens})
    person = Person.objects.visible_to(by).select_related("home_council").get(pk=pk)
    episode = None
    if opens & Opens.JOURNEY:
        episode = (
            Episode.objects.visible_to(by)
            .filter(person=pk)
            .select_related("owner", "team", "programme")
            .order_by("-identified_on", "-recorded_at")
            .first()
        )
    return Record(person, episode, opens, tuple((basis, because) for basis, because, _ in grants))
