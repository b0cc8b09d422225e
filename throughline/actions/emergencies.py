"""Breaking the glass: one record opens for two hours at most, and somebody else looks into it afterwards."""

from datetime import date, datetime, timedelta
from uuid import UUID

from throughline.actions import episodes, grants, mail
from throughline.actions.beats import atomic, insist, moment, record
from throughline.domain import emergencies as rules
from throughline.domain.emergencies import Finding, Glass, Reason
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import IdentifierKind, Role
from throughline.models import (
    BreakGlass,
    Episode,
    Event,
    Post,
    Team,
    Worker,
    as_service,
    break_glass,
    kept_out,
    new_id,
)
from throughline.policy.standing import (
    Standing,
    objection_to_breaking_glass,
    objection_to_overseeing,
    objection_to_setting_up,
)


@atomic
def open_record(
    *, by: Standing, reason: Reason, words: str, minutes: int, on: date, due_on: date, given_names: str = "",
    family_name: str = "", birth_date: date | None = None, identifiers: dict[IdentifierKind, str] | None = None,
) -> BreakGlass | None:  # fmt: skip
    """Open the one record with that number, or that name and birth date, to `by` for some minutes. None where none opened.

    The database checks and writes it by itself. Nothing of the person is shown here: that is another request, after this
    is in. Raises Forbidden, Refused.
    """
    insist(
        may=objection_to_breaking_glass(by),
        can=rules.objection_to_opening(words=words, minutes=minutes, tries=_tries(by)),
    )
    numbers, row = identifiers or {}, new_id()
    came, who = break_glass(
        row=row, grant=new_id(), kinds=[str(kind) for kind in numbers], numbers=list(numbers.values()), given=given_names,
        family=family_name, birth=birth_date, reason=reason, words=words.strip(), minutes=minutes, due_on=due_on,
    )  # fmt: skip
    if came == Glass.MISUSE:
        raise Refused(
            Objection("misused", "You cannot do this any more: a review found that it was misused. Ring the duty lead.")
        )
    record("glass:try", BreakGlass(id=row), by=by, came=came)
    by.sight.clear()
    if who is None:
        return None
    broken = BreakGlass.objects.visible_to(by).get(pk=row)
    record("glass:open", broken, by=by, reason=reason)
    with as_service():
        _ask_next(broken, on=on)
    return broken


@atomic
def review(pk: UUID, *, by: Standing, finding: Finding, words: str, now: datetime) -> BreakGlass:
    """Say what came of looking into it. Misuse ends what is still open, and stops that worker from doing it again.

    Raises BreakGlass.DoesNotExist, Refused.
    """
    broken = BreakGlass.objects.visible_to(by).get(pk=pk)
    insist(
        may=None,
        can=rules.objection_to_reviewing(
            reviewed=broken.reviewed_at,
            own=broken.worker_id == by.worker,
            asked=by.worker in broken.asked or objection_to_overseeing(by) is None,
            words=words,
        ),
    )
    # Locked only now: the one who did it may not change the row, and would not find it.
    broken = BreakGlass.objects.select_for_update(of=("self",)).get(pk=pk, reviewed_at__isnull=True)
    broken.reviewed_at, broken.reviewed_by_id = now, by.worker
    broken.finding, broken.review_words = finding, words.strip()
    broken.save(update_fields=["reviewed_at", "reviewed_by", "finding", "review_words"])
    if finding == Finding.MISUSE:
        with as_service():
            grants.end_from(broken.pk)
    record("glass:review", BreakGlass(id=broken.pk), by=by, finding=finding)
    mail.tell_worker(
        broken.worker_id,
        key=f"glass-reviewed:{broken.pk}",
        subject="Something you did was looked into",
        body="Someone looked into what you opened in an emergency. Sign in to see what they found.",
        path="/emergency/reviews/",
    )
    return broken


@atomic
@as_service()
def chase(*, by: Standing, on: date) -> int:
    """Ask the next to look into what is overdue, and tell the data protection lead, each day. Returns how many wait.

    A late review stops nobody from using it: that would punish the worker for the reviewer.
    """
    insist(may=objection_to_setting_up(by))
    late = list(BreakGlass.objects.select_for_update(of=("self",)).filter(reviewed_at__isnull=True, due_on__lt=on))
    for broken in late:
        if broken.asked_on < on:
            _ask_next(broken, on=on)
        told = set(broken.asked) | _overseers(on)
        for worker in told - {broken.worker_id}:
            mail.tell_worker(
                worker,
                key=f"glass-late:{broken.pk}:{worker}:{on}",
                subject="Something waits for you today",
                body="Something that a worker did in an emergency must be looked into, and is late. Sign in to see it.",
                path="/emergency/reviews/",
            )
        record("glass:chase", BreakGlass(id=broken.pk), by=by)
    return len(late)


def _ask_next(broken: BreakGlass, *, on: date) -> None:
    """Ask the next in turn to look into it: a lead who can act, is not the one who did it, and is not kept out."""
    chain = _leads(broken, on=on)
    out = {*kept_out(broken.person_id, chain), broken.worker_id}
    found = rules.next_reviewer(chain, asked=broken.asked, not_by=out)
    broken.asked_on = on
    if found is not None:
        broken.asked = [*broken.asked, found]
    broken.save(update_fields=["asked", "asked_on"])
    for worker in [found] if found is not None else _overseers(on) - {broken.worker_id}:
        mail.tell_worker(
            worker,
            key=f"glass:{broken.pk}:{worker}",
            subject="Something waits for you",
            body="A worker did something in an emergency. You are asked to look into it. Sign in to see it.",
            path="/emergency/reviews/",
        )


def _leads(broken: BreakGlass, *, on: date) -> list[UUID]:
    """Return who may be asked, nearest first: the lead of the person's team, of the worker's, their coordinators."""
    theirs = Episode.objects.filter(person=broken.person_id, team__isnull=False).order_by("-recorded_at")
    teams = list(theirs.values_list("team", flat=True)[:1])
    teams += list(Post.objects.held(on).filter(worker=broken.worker, team__isnull=False).values_list("team", flat=True))
    led = {team.pk: episodes.lead_of(team, on=on) for team in Team.objects.filter(pk__in=teams)}
    found: list[Worker] = [lead for team in teams if (lead := led.get(team)) is not None]
    homes = set(Team.objects.filter(pk__in=teams).values_list("organisation", flat=True))
    homes |= set(Post.objects.held(on).filter(worker=broken.worker).values_list("organisation", flat=True))
    posts = Post.objects.held(on).filter(organisation__in=homes, role=Role.COORDINATOR).select_related("worker")
    found += [post.worker for post in posts.order_by("from_on", "pk")]
    return list(dict.fromkeys(one.pk for one in found if episodes.can_act(one, on=on)))


def _overseers(on: date) -> set[UUID]:
    return Post.objects.holders(Role.DATA_PROTECTION_LEAD, on)


def _tries(by: Standing) -> int:
    """Return how often a worker tried in the last hour and nothing opened: names are not guessed at this door."""
    tries = Event.objects.filter(what="glass:try", by=by.worker, at__gt=moment() - timedelta(hours=1))
    return tries.exclude(detail__came=Glass.OPENED.value).count()
