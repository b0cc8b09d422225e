"""Thanks: a lead says them to a worker of the team, for one note."""

from throughline.domain.objections import Objection, first

LONGEST = 200


def objection_to_thanking(*, own: bool, leads_the_writer: bool, thanked_already: bool) -> Objection | None:
    """Return why someone may not thank for a note, or None."""
    return first(
        Objection("own", "This note is your own.") if own else None,
        Objection("not_their_lead", "Only a lead of their team can do this.") if not leads_the_writer else None,
        Objection("thanked", "You have thanked for this note already.") if thanked_already else None,
    )
