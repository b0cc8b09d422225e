"""Plans: drafted together, agreed by both, reviewed as a new version; every version stays."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import plans as rules
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Way, Who
from throughline.models import Code, Episode, Goal, GoalAction, Plan, new_id
from throughline.policy.standing import Standing


@dataclass(frozen=True)
class Step:
    """One action of a goal as the page gives it. `line` is that of the version before, where it is the same step."""

    what: str
    who: Who
    who_words: str = ""
    by_on: date | None = None
    done_on: date | None = None
    line: UUID | None = None


@dataclass(frozen=True)
class Aim:
    """One goal as the page gives it, in the person's words."""

    words: str
    steps: tuple[Step, ...] = field(default=())
    line: UUID | None = None


@atomic
def draft(episode: UUID, *, by: Standing, on: date, version: int | None = None) -> Plan:
    """Return the draft of the next version, made as a copy of the last one where there is one.

    `version` is that of the draft on the page, 0 where there was none: another one now is said (`unchanged`).
    Raises Episode.DoesNotExist, Forbidden, Refused.
    """
    somebody = see(Episode, episode, by=by)
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=rules.objection_to_planning(somebody.at, signed_up=somebody.signed_up_on is not None),
    )
    versions = Plan.objects.filter(episode=somebody).order_by("-number")
    last = versions.first()
    if last is not None and last.agreed_on is None and last.archived_on is None:
        unchanged(last, version)
        return last
    if version:
        raise Refused(
            Objection(
                "changed_meanwhile",
                "Someone else agreed this plan while you were writing. Your words are still here. "
                "Look at what it says now, then save again.",
                version=0,
            )
        )
    plan = Plan(
        episode=somebody,
        person_id=somebody.person_id,
        number=(last.number if last else 0) + 1,
        started_on=on,
        by_id=by.worker,
    )
    plan.save(force_insert=True)
    if last is not None and last.archived_on is None:
        _write(plan, aims_of(last))
    record("plan:draft", plan, by=by, number=plan.number)
    return plan


@atomic
def write(pk: UUID, *, by: Standing, version: int | None, aims: list[Aim]) -> Plan:
    """Write the goals and steps of a draft, in place of what it held. Raises Plan.DoesNotExist, Forbidden, Refused."""
    plan = see(Plan, pk, by=by)
    insist(
        may=objection_to_writing(by, plan.person_id),
        can=rules.objection_to_changing(agreed_on=plan.agreed_on, archived_on=plan.archived_on),
    )
    unchanged(plan, version)
    _write(plan, aims)
    plan.version += 1
    plan.save(update_fields=["version"])
    record("plan:write", plan, by=by, goals=len(aims))
    return plan


@atomic
def agree(pk: UUID, *, by: Standing, way: Way, on: date, today: date, version: int | None = None) -> Plan:
    """Record that both agreed a draft: the person and the worker. It no longer changes. `version` is what they read.

    Raises Plan.DoesNotExist, Forbidden, Refused.
    """
    plan = see(Plan, pk, by=by)
    episode = Episode.objects.select_for_update(of=("self",)).get(pk=plan.episode_id)
    goals = list(plan.goals.prefetch_related("actions"))
    insist(
        may=objection_to_writing(by, plan.person_id),
        can=rules.objection_to_agreeing(
            agreed_on=plan.agreed_on,
            archived_on=plan.archived_on,
            goals=len(goals),
            goals_without_action=sum(not goal.actions.all() for goal in goals),
            on=on,
            started_on=plan.started_on,
            today=today,
        ),
    )
    unchanged(plan, version)
    plan.agreed_on, plan.agreed_way, plan.agreed_by_id = on, way, by.worker
    plan.save(update_fields=["agreed_on", "agreed_way", "agreed_by"])
    if episode.plan_agreed_on is None:
        episode.plan_agreed_on = on
        episode.save(update_fields=["plan_agreed_on"])
    record("plan:agree", plan, by=by, number=plan.number, way=way)
    return plan


@atomic
def put_away(pk: UUID, *, by: Standing, reason: Code, on: date) -> Plan:
    """Put a plan away with a reason. It has not failed: it is done, or life has changed."""
    plan = see(Plan, pk, by=by)
    insist(
        may=objection_to_writing(by, plan.person_id),
        can=rules.objection_to_archiving(archived_on=plan.archived_on, on=on, started_on=plan.started_on),
    )
    plan.archived_on, plan.archive_reason = on, reason
    plan.save(update_fields=["archived_on", "archive_reason"])
    record("plan:put_away", plan, by=by, reason=reason.code)
    return plan


@atomic
def do(pk: UUID, *, by: Standing, on: date) -> GoalAction:
    """Record that a step of an agreed plan is done. Done twice it is done once."""
    step = see(GoalAction, pk, by=by)
    insist(may=objection_to_writing(by, step.person_id))
    if step.done_on is None:
        # The same step stands in the version being written, too.
        for same in GoalAction.objects.filter(
            line=step.line, goal__plan__episode=step.goal.plan.episode_id, done_on__isnull=True
        ):
            same.done_on, same.done_by_id = on, by.worker
            same.save(update_fields=["done_on", "done_by"])
        step.refresh_from_db()
        record("plan:do", step, by=by)
    return step


def aims_of(plan: Plan) -> list[Aim]:
    """Return what a version holds, as a page would give it."""
    return [
        Aim(
            goal.words,
            tuple(Step(a.what, Who(a.who), a.who_words, a.by_on, a.done_on, a.line) for a in goal.actions.all()),
            goal.line,
        )
        for goal in plan.goals.prefetch_related("actions")
    ]


def _write(plan: Plan, aims: list[Aim]) -> None:
    """Put goals and steps in place of those a draft held. A draft is not history yet: its own rows may go."""
    # By their ids, step by step: a join in a delete is planned by what the tables held when they were last counted.
    versions = list(Plan.objects.filter(episode=plan.episode_id).values_list("pk", flat=True))
    goals = dict(Goal.objects.filter(plan__in=versions).values_list("pk", "plan_id"))
    done = {
        line: (day, worker)
        for line, day, worker in GoalAction.objects.filter(goal__in=list(goals), done_on__isnull=False).values_list(
            "line", "done_on", "done_by_id"
        )
    }
    GoalAction.objects.filter(goal__in=[goal for goal, version in goals.items() if version == plan.pk]).delete()
    Goal.objects.filter(plan=plan).delete()
    for order, aim in enumerate(aims):
        goal = Goal(
            plan=plan, person_id=plan.person_id, words=aim.words.strip(), order=order, line=aim.line or new_id()
        )
        goal.save(force_insert=True)
        GoalAction.objects.bulk_create(
            GoalAction(
                goal=goal,
                person_id=plan.person_id,
                what=step.what.strip(),
                who=step.who,
                who_words=step.who_words.strip(),
                by_on=step.by_on,
                done_on=done.get(step.line, (step.done_on, None))[0],
                done_by_id=done.get(step.line, (None, None))[1],
                line=step.line or new_id(),
                order=place,
            )
            for place, step in enumerate(aim.steps)
        )
