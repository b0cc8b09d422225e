"""Who can see my record and who has looked, in the person's own words."""

from datetime import date, datetime, timedelta

from throughline.domain.calendar import HERE
from throughline.domain.looks import How
from throughline.policy.grants import EVERYTHING, Basis, Opens
from throughline.queries.looks import Grantee, Looked
from throughline.web.pages import words

KINDS = {
    Opens.IDENTITY: "my name", Opens.CONTACT: "my phone", Opens.ADDRESS: "my address", Opens.JOURNEY: "my dates", Opens.PLAN: "my plan",
    Opens.NOTES: "my notes", Opens.SAFETY: "what keeps people safe", Opens.OFFENDING: "what I was in prison for", Opens.HEALTH: "my health",
    Opens.FAMILY: "my family", Opens.MEASURES: "my scores", Opens.EQUALITY: "my answers about who I am",
}  # fmt: skip
WHY = {
    Basis.ASSIGNMENT: "They look after me", Basis.TEAM: "They lead the team that works with me", Basis.DUTY: "They are on duty for the place I am in",
    Basis.REFERRAL: "I was sent to them", Basis.REFERRER: "They sent me here", Basis.FAMILY: "They support my family",
    Basis.COVER: "They stand in for someone who is away", Basis.BREAK_GLASS: "They opened it in an emergency", Basis.OVERSIGHT: "They were asked to check it",
}  # fmt: skip
UNTIL = {
    Basis.ASSIGNMENT: "They stop looking after me", Basis.TEAM: "That team stops working with me", Basis.DUTY: "I have joined, or the duty passes on",
    Basis.COVER: "The other one is back",
}  # fmt: skip


def kinds(opens: int, *, mine: str = "my") -> str:
    """Return what is open: "Everything but what I was in prison for", "My name and my plan"."""
    open_ones = [said for bit, said in KINDS.items() if opens & bit]
    shut = [said for bit, said in KINDS.items() if EVERYTHING & bit and not opens & bit]
    if not shut:
        found = f"everything in {mine} record"
    elif len(shut) < 4:
        found = f"everything but {words.names(shut)}"
    else:
        found = words.names(open_ones)
    return found


def theirs(said: str) -> str:
    """Turn the person's own words into a worker's words about them."""
    swaps = {"my": "their", "My": "Their", "me": "them", "I": "they", "am": "are", "was": "were"}
    turned = " ".join(swaps.get(word, word) for word in said.split())
    return turned[:1].upper() + turned[1:] if said[:1].isupper() else turned


def card(one: Grantee, *, today: date) -> dict[str, object]:
    """Return one grantee's card: can see, why, until."""
    basis, _, until = one.reasons[0]
    say = kinds(one.opens)
    return {
        "name": one.name, "what": one.what, "group": one.group,
        "sees": say[0].upper() + say[1:] + (". Those who lead it see this, not everyone in it" if one.group else ""),
        "why": [WHY.get(Basis(one_basis), one_basis) for one_basis in dict.fromkeys(basis for basis, _, _ in one.reasons)],
        "until": _until(until, today=today) if until else UNTIL.get(Basis(basis), "It is stopped"),
    }  # fmt: skip


def count(grantees: list[Grantee]) -> str:
    """Return "4 people and 1 team. Nobody else."."""
    groups = sum(one.group for one in grantees)
    parts = [words.count(len(grantees) - groups, "person", "people")] if len(grantees) > groups else []
    parts += [words.count(groups, "team")] if groups else []
    return f"{' and '.join(parts) or 'Nobody'}. Nobody else."


def line(one: Looked, *, today: date) -> dict[str, str]:
    """Return one line of who has looked."""
    order = [How.PRINT, How.EXPORT, How.VIEW, How.SEARCH, How.LIST]
    did = words.names([way.label for way in order if way in one.visit.ways])
    times = f", {one.visit.times} times" if one.visit.times > 1 else ""
    return {
        "who": f"{one.name}, {one.what}" if one.what else one.name,
        "did": f"{did} {kinds(one.visit.opens)}{times}",
        "when": _hour(one.visit.first, today=today),
        "why": WHY[Basis(one.visit.basis)] if one.visit.basis else "Their role let them",
    }


def _until(when: datetime, *, today: date) -> str:
    """Return when something ends. What ends as a day begins is open until the end of the day before."""
    local = when.astimezone(HERE)
    if (local.hour, local.minute) == (0, 0):
        return words.day(local.date() - timedelta(days=1), today=today)
    return words.day_and_time(when, today=today)


def _hour(when: datetime, *, today: date) -> str:
    return words.day_and_time(when, today=today)
