"""A lead gives people to other workers of the team, at once and whole; and takes that back, whole."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from throughline.actions import episodes, grants, mail, ownership
from throughline.actions.beats import atomic, focus, insist, moment, record
from throughline.domain import reassignments as rules
from throughline.domain.calendar import day_of
from throughline.domain.reassignments import Gift
from throughline.domain.vocabulary import Part, Role
from throughline.models import (
    Appointment,
    Assignment,
    Episode,
    Event,
    GateMeeting,
    Person,
    Post,
    Reassignment,
    ReassignmentLine,
    Worker,
    kept_apart,
    unfocus,
)
from throughline.policy.grants import Basis, Opens
from throughline.policy.standing import RECEIVING_ROLES, Standing, objection_to_leading

_OFF = "The team’s lead gave the record to someone to look after. You need do nothing."


@atomic
def give(*, by: Standing, gifts: Sequence[Gift], today: date) -> Reassignment:
    """Give people of a lead's teams to workers of those teams: they look after them from this moment, without being asked.

    All of them or none. Whom another gave on since it was decided stops it. Raises Forbidden, Refused.
    """
    insist(may=objection_to_leading(by))
    wanted = {one.episode: one for one in gifts}
    found = _locked(list(wanted), by=by)
    people = Person.objects.in_bulk([one.person_id for one in found])
    name = {one.pk: people[one.person_id].name for one in found}
    changed = [name[one.pk] for one in found if one.owner_id != wanted[one.pk].owner]
    insist(may=None, can=rules.objection_to_giving(gifts=len(wanted), gone=len(wanted) - len(found), changed=changed))
    workers = Worker.objects.in_bulk({one.receiver for one in gifts})
    able = {pk for pk, one in workers.items() if episodes.can_act(one, on=today)}
    posts = Post.objects.held(today).filter(worker__in=workers, team__in=by.teams, role__in=RECEIVING_ROLES)
    roles: dict[UUID, set[str]] = {}
    for worker, role in posts.values_list("worker", "role"):
        roles.setdefault(worker, set()).add(role)
    apart = kept_apart([one.person_id for one in found], workers)
    for one in found:
        receiver = wanted[one.pk].receiver
        insist(
            may=None,
            can=rules.objection_to_receiving(
                name[one.pk], receiver=workers[receiver].name if receiver in workers else "That worker", can_act=receiver in able,
                of_the_team=receiver in roles, kept_out=(one.person_id, receiver) in apart, is_owner=one.owner_id == receiver,
            ),
        )  # fmt: skip
    made = Reassignment(by_id=by.worker, made_at=moment(), number=len(found))
    made.save(force_insert=True)
    for one in found:
        focus(one.person_id)
        receiver = wanted[one.pk].receiver
        part = Part.MENTOR if Role.MENTOR in roles[receiver] else Part.LEAD
        _give_one(made, one, receiver=workers[receiver], part=part, by=by, on=today)
    unfocus()
    _tell(made, {one.receiver for one in gifts}, {one.owner for one in gifts}, by=by)
    record("reassignment:made", made, by=by, number=made.number)  # last of all: what was recorded later came after it
    by.sight.clear()
    return made


def _locked(pks: Sequence[UUID], *, by: Standing) -> list[Episode]:
    """Return those of some episodes that are of a lead's teams and theirs to work with, locked, each in the same order."""
    unfocus()
    return list(
        Episode.objects.visible_to(by)
        .visible_to(by, Opens.WORK)
        .filter(pk__in=pks, team__in=by.teams, signed_up_on__isnull=False, ended_on__isnull=True)
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def _give_one(
    made: Reassignment, episode: Episode, *, receiver: Worker, part: Part, by: Standing, on: date
) -> ReassignmentLine:
    """Let one of them be looked after by another, and keep what moved."""
    giver = episode.owner_id
    before = _open_parts(episode)
    gates, booked = episodes.lies_ahead(episode, worker=giver, on=on)
    ownership.close_open(episode, by=by, body=_OFF)
    ownership.take_over(episode, worker=receiver, part=part, by=by, on=on)
    after = _open_parts(episode)
    line = ReassignmentLine(
        reassignment=made, person_id=episode.person_id, episode=episode, giver_id=giver, receiver=receiver, part=part,
        made_at=made.made_at, ended=sorted(before - after), begun=sorted(after - before),
        gates=[one.pk for one in gates], appointments=[one.pk for one in booked],
    )  # fmt: skip
    line.save(force_insert=True)
    record("reassignment:give", line, by=by, giver=str(giver), receiver=str(receiver.pk))
    return line


def _open_parts(episode: Episode) -> set[UUID]:
    return set(Assignment.objects.filter(episode=episode, until_on__isnull=True).values_list("pk", flat=True))


def _tell(made: Reassignment, receivers: set[UUID], givers: set[UUID], *, by: Standing) -> None:
    """Tell each worker once, however many people it is about. Whoever did it knows."""
    for worker in receivers - {by.worker}:
        mail.tell_worker(
            worker, key=f"given:{made.pk}:{worker}", subject="You now look after someone",
            body="Your team’s lead gave you someone to look after, or several. Sign in to see whom.", path="/people/",
        )  # fmt: skip
    for worker in givers - receivers - {by.worker}:
        mail.tell_worker(
            worker, key=f"given-on:{made.pk}:{worker}", subject="A colleague looks after someone of yours",
            body="Your team’s lead gave someone you looked after to a colleague, or several. Sign in to see who is with you.", path="/people/",
        )  # fmt: skip


@atomic
def undo(pk: UUID, *, by: Standing, today: date) -> Reassignment:
    """Put everyone of a reassignment back, with what moved with them: whole, or not at all.

    Raises Reassignment.DoesNotExist where `by` sees none of its people, Forbidden, Refused.
    """
    insist(may=objection_to_leading(by))
    unfocus()
    made = Reassignment.objects.select_for_update().get(pk=pk)
    lines = list(ReassignmentLine.objects.visible_to(by).filter(reassignment=made).select_related("giver"))
    if not lines:
        raise Reassignment.DoesNotExist
    found = {one.pk: one for one in _locked([line.episode_id for line in lines], by=by)}
    givers = {line.giver_id: line.giver for line in lines}
    apart = kept_apart([line.person_id for line in lines], givers)
    cannot = {
        line.giver.name
        for line in lines
        if not episodes.can_act(line.giver, on=today) or (line.person_id, line.giver_id) in apart
    }
    insist(
        may=None,
        can=rules.objection_to_undoing(
            undone=made.undone_at is not None, made_on=day_of(made.made_at), today=today, number=made.number, in_sight=len(found),
            gone_on=len(_gone_on(made, lines, found)), cannot=sorted(cannot),
        ),
    )  # fmt: skip
    for line in lines:
        focus(line.person_id)
        _put_back(line, found[line.episode_id], by=by, on=today)
    unfocus()
    made.undone_at, made.undone_by_id = moment(), by.worker
    made.save(update_fields=["undone_at", "undone_by"])
    record("reassignment:undone", made, by=by)
    for worker in {one for line in lines for one in (line.giver_id, line.receiver_id)} - {by.worker}:
        mail.tell_worker(
            worker, key=f"given-back:{made.pk}:{worker}", subject="Who looks after whom has changed back",
            body="What your team’s lead gave was taken back. Sign in to see who is with you.", path="/people/",
        )  # fmt: skip
    by.sight.clear()
    return made


def _gone_on(made: Reassignment, lines: Sequence[ReassignmentLine], found: dict[UUID, Episode]) -> set[UUID]:
    """Return the people of whom something was written down since, or who are with another by now."""
    since = Event.objects.filter(what="reassignment:made", thing_id=str(made.pk)).values("at")[:1]
    people = [line.person_id for line in lines]
    written = set(Event.objects.filter(person__in=people, at__gt=since).values_list("person", flat=True))
    given_on = {
        line.person_id
        for line in lines
        if line.episode_id in found and found[line.episode_id].owner_id != line.receiver_id
    }
    return written | given_on


def _put_back(line: ReassignmentLine, episode: Episode, *, by: Standing, on: date) -> None:
    """Let the giver look after one of them again: the parts that ended go on, those that began end, the diary goes back."""
    episode.owner_id = line.giver_id
    episode.save(update_fields=["owner"])
    for part in Assignment.objects.filter(pk__in=line.ended, until_on__isnull=False).select_related("worker"):
        part.until_on = None
        part.save(update_fields=["until_on"])
        grants.give(
            line.person_id, to=part.worker, basis=Basis.ASSIGNMENT, because=f"is their {Part(part.part).label.lower()}",
            source_kind="assignment", source=part.pk,
        )  # fmt: skip
    for part in Assignment.objects.filter(pk__in=line.begun, until_on__isnull=True):
        episodes.unassign(part, on=on)
    gates, booked = episodes.lies_ahead(episode, worker=line.receiver_id, on=on)
    moved: list[GateMeeting | Appointment] = [one for one in gates if one.pk in line.gates]
    moved += [one for one in booked if one.pk in line.appointments]
    for one in moved:
        one.worker_id, one.version = line.giver_id, one.version + 1
        one.save(update_fields=["worker", "version"])
    record("reassignment:put_back", line, by=by)
