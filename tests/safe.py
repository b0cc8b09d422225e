"""Safety statements and restrictions for tests, and the partner worker who may read them and nothing else.

A partner's grant rests on an agreement, which the database's clock measures: so their days count from the real today.
"""

from datetime import date, timedelta
from uuid import uuid4

from tests import sides
from tests.cast import TODAY, Cast
from throughline.actions import agreements, restrictions, statements
from throughline.domain.restrictions import Kind, Source
from throughline.domain.statements import InPlace, Place
from throughline.models import Episode, Restriction, SafetyStatement
from throughline.policy.grants import Opens

PARTS = {
    "pattern": "He shouts when he is told off in front of others.",
    "at_risk": "Younger players near him.",
    "more_likely": "A crowd, or losing late in a game.",
    "less_likely": "Say hello at the door. Let him step out of loud rooms.",
    "controls": "Two footballs, so that nobody waits.",
    "if_worried": "If he goes quiet, give him 5 minutes, then phone Moira.",
}
PASSED = {"relevant": "yes", "necessary": "yes", "harmful": "no", "sayable": "yes"}


def wording(on: date = TODAY, *, review_in: int = 70, **more) -> statements.Wording:
    """Return what a statement says, with some of it said otherwise."""
    said = {
        "parts": PARTS | {name: more.pop(name) for name in list(more) if name in PARTS}, "answers": PASSED, "source": "Moira, and Danny himself",
        "written_on": on, "review_on": on + timedelta(days=review_in), "in_place": [InPlace.ADULTS_ONLY],
    }  # fmt: skip
    return statements.Wording(**said | more)


def written(cast: Cast, episode: Episode, *, on: date = TODAY, organisation="trust", setting="", place=Place.HALL, **more) -> SafetyStatement:  # fmt: skip
    """Write a statement for the trust's hall."""
    return statements.write(
        episode.person_id, by=cast.stands("mentor", on), organisation=getattr(cast, organisation) if organisation else None,
        setting=setting, place=place, said=wording(on, **more), on=on,
    )  # fmt: skip


def terms(on: date = TODAY, **more) -> restrictions.Terms:
    """Return a restriction, by default an area to keep out of."""
    said = {
        "kind": Kind.KEEP_OUT, "words": "Keep out of Duke Street.", "source": Source.LICENCE, "from_on": on, "review_on": on + timedelta(days=70),
        "latitude": 55.8617, "longitude": -4.2583, "radius_m": 500,
    }  # fmt: skip
    return restrictions.Terms(**said | more)


def restricted(cast: Cast, episode: Episode, *, on: date = TODAY, **more) -> Restriction:
    """Add a restriction."""
    return restrictions.add(episode.person_id, by=cast.stands("mentor", on), terms=terms(on, **more), on=on)


def open_to_partner(cast: Cast, episode: Episode):
    """Open the name and the safety page to the trust's coach under an agreement, and nothing else. Returns the sides."""
    them = sides.sides(cast)
    opens = Opens.IDENTITY | Opens.SAFETY
    sides.in_force(them, purpose="safety", opens=opens, back=Opens.IDENTITY)
    sides.need(them, opens, purpose="safety")
    agreements.open_under(
        episode.person_id, by=cast.stands("mentor", them.today), to=cast.partner_coach, giver=them.lead.pk, receiver=them.trust.pk,
        purpose="safety", because="comes to walking football", source_kind="episode", source=uuid4(), on=them.today,
    )  # fmt: skip
    return them
