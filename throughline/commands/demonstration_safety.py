"""The safety pages and restrictions of the demonstration: one in its second version, one past its review, one for a place
that is no partner; and the coach who reads those written for his sessions.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import uuid4

from throughline.actions import agreements, restrictions, statements
from throughline.domain.restrictions import Approval, Kind, Source, Venue, Whom
from throughline.domain.statements import InPlace, Place
from throughline.models import Episode, Organisation, Worker
from throughline.policy.standing import Standing

_PASSED = {"relevant": "yes", "necessary": "yes", "harmful": "no", "sayable": "yes"}
_WORDS = (
    {
        "pattern": "When he is told off in front of others he shouts, and then walks out.",
        "at_risk": "Younger players who stand close to him.",
        "more_likely": "Losing late in a game. A crowd on the touchline.",
        "less_likely": "Say hello at the door. Loud rooms are hard for him: let him step out.",
        "controls": "Finish in time for him to be home by 7pm.",
        "if_worried": "If he goes quiet, give him 5 minutes, then phone his mentor.",
    },
    {
        "pattern": "After a drink he looks for arguments on the way home.",
        "at_risk": "Other players, and himself.",
        "more_likely": "Saturdays. Friends who wait for him outside.",
        "less_likely": "A job to do: he is good with the cones and the bibs.",
        "controls": "Walk out to the bus with him.",
        "if_worried": "Ask him to sit down with you. Phone his mentor before he leaves.",
    },
    {
        "pattern": "He lends money and wants it back on the same day.",
        "at_risk": "People who owe him.",
        "more_likely": "The days before he is paid.",
        "less_likely": "He tells you about it if you ask him on his own.",
        "controls": "No lending at the drop-in.",
        "if_worried": "Take him to one side, and phone his mentor the same day.",
    },
)  # fmt: skip


def make(*, today: date, by: Callable[[Worker], Standing]) -> None:
    """Write them for the first who are out, as their mentors. `by` says how a worker stands."""
    lead, trust = (Organisation.objects.get(name=name) for name in ("Clyde Mentoring", "Hyndvale Community Trust"))
    coach = Worker.objects.get(name="Tom Hindle")
    out = Episode.objects.filter(ended_on=None, last_contact_at__isnull=False, custody_since=None)
    for number, episode in enumerate(out.select_related("owner").order_by("pk")[:3]):
        person, mentor = episode.person_id, episode.owner
        on = today - timedelta(days=(20, 75, 5)[number])
        place = Place.CAFE if number == 2 else Place.OUTDOORS
        first = statements.write(
            person, by=by(mentor), organisation=None if number == 2 else trust, setting=("Walking football, Wednesdays", "Saturday league", "The drop-in at St Mungo’s hall")[number],
            place=place, said=_said(_WORDS[number], mentor, on=on), on=on,
        )  # fmt: skip
        if number < 2:
            agreements.open_under(
                person, by=by(mentor), to=coach, giver=lead.pk, receiver=trust.pk, purpose="safety", because="comes to a session",
                source_kind="episode", source=uuid4(), on=today,
            )  # fmt: skip
        if number == 0:
            changed = _WORDS[0] | {"less_likely": "Say hello at the door. Loud rooms are hard for him: let him step out. He likes to help put the goals away."}  # fmt: skip
            statements.change(first.pk, by=by(mentor), said=_said(changed, mentor, on=today), on=today, version=1)
            for terms in _limits(on):
                restrictions.add(person, by=by(mentor), terms=terms, on=on)


def _said(parts: dict[str, str], mentor: Worker, *, on: date) -> statements.Wording:
    return statements.Wording(
        parts=parts, answers=_PASSED, source=f"{mentor.name}, and himself", written_on=on, review_on=on + timedelta(days=70),
        in_place=[InPlace.ADULTS_ONLY, InPlace.SECOND_WORKER, InPlace.HOME_BY], read_together=True,
    )  # fmt: skip


def _limits(on: date) -> list[restrictions.Terms]:
    until, again = on + timedelta(days=300), on + timedelta(days=70)
    every = {
        "source": Source.LICENCE,
        "source_words": "condition 9",
        "from_on": on,
        "until_on": until,
        "review_on": again,
    }
    return [
        restrictions.Terms(
            kind=Kind.KEEP_OUT, words="Keep out of the streets round Duke Street.", latitude=55.8579, longitude=-4.2221, radius_m=600, **every
        ),
        restrictions.Terms(
            kind=Kind.HOURS, words="He must be at home in the evening and at night.", days=(0, 1, 2, 3, 4, 5, 6), from_time=time(19), until_time=time(7), **every
        ),
        restrictions.Terms(kind=Kind.NO_CONTACT, words="Not alone with anyone under 18.", whom=Whom.CHILDREN, **every),
        restrictions.Terms(kind=Kind.VENUES, words="No play areas or schools.", venues=(Venue.PLAY, Venue.SCHOOLS), **every),
        restrictions.Terms(kind=Kind.APPROVAL, words="Paid work or helping out needs a yes before it starts.", approval=Approval.WORK, who="His officer", **every),
    ]  # fmt: skip
