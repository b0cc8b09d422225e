"""The plan: written together, agreed, reviewed, compared, printed."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import plans
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import Way, Who
from throughline.exchange.plan_sheet import MOST_PAGES, PlanSheet, SheetGoal, SheetStep, pages_of, plan_pdf
from throughline.models import GoalAction, Plan
from throughline.web.access import episode_or_404, row_or_404
from throughline.web.forms.journey import Agree, PutAway
from throughline.web.forms.plans import WritePlan
from throughline.web.pages import words
from throughline.web.views.acting import form_page, saved


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the draft of a plan: goals in the person's words, each with steps."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    versions = list(
        Plan.objects.visible_to(request.standing)
        .filter(episode=pk, archived_on__isnull=True)
        .prefetch_related("goals__actions")
        .order_by("-number")[:1]
    )
    last = versions[0] if versions else None
    draft = last if last is not None and last.agreed_on is None else None
    form = WritePlan(
        request.POST if request.method == "POST" else None,
        today=today,
        aims=plans.aims_of(last) if last else [],
        version=draft.version if draft else 0,
        who=[
            (Who.PARTICIPANT.value, record.person.called),
            (Who.MENTOR.value, record.episode.programme.mentor_word.capitalize()),
            (Who.AGENCY.value, Who.AGENCY.label),
        ],
    )
    if form.is_bound and form.is_valid() and request.POST.get("next") == "agree" and not form.aims():
        form.add_error("g0_words", "Add at least one goal before you agree the plan")
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                plan = plans.draft(pk, by=request.standing, on=today, version=form.cleaned_data["version"] or 0)
                plans.write(plan.pk, by=request.standing, version=plan.version, aims=form.aims())
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            if request.POST.get("next") == "agree":
                return redirect("agree_plan", plan.pk)
            return saved(request, "The plan is kept. It is not agreed yet.", "plan", pk)
    page = {
        "title": f"{record.person.called}’s plan", "person": record.person, "draft": draft, "rows": form.rows(), "episode": pk,
        "now": plans.aims_of(draft) if draft and form.errors else None, "review": last is not None and draft is None,
    }  # fmt: skip
    return render(request, "plan.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree a plan, both of you."""
    plan = row_or_404(request, Plan, pk, writes=True)
    today = timezone.localdate()
    form = Agree(request.POST if request.method == "POST" else None, today=today, initial={"version": plan.version})
    page = {
        "title": f"Agree plan {plan.number}",
        "lede": "Read it together first. After this it is kept as it is.",
        "back": (reverse("plan", args=[plan.episode_id]), "The plan"),
        "button": "We both agree",
        "aims": plans.aims_of(plan),
    }

    def act(said):
        plans.agree(pk, by=request.standing, way=Way(said["way"]), on=said["on"], today=today, version=said["version"])

    return form_page(
        request, form, page, act, done="The plan is agreed.", to=("person", plan.person_id), template="agree_plan.html"
    )


@require_http_methods(["GET", "POST"])
def put_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a plan away, with a reason."""
    plan = row_or_404(request, Plan, pk, writes=True)
    form = PutAway(request.POST if request.method == "POST" else None, today=timezone.localdate())
    page = {
        "title": f"Put plan {plan.number} away",
        "lede": "It has not failed. It stays in the record.",
        "back": (reverse("plans", args=[plan.episode_id]), "All versions"),
        "button": "Put it away",
    }

    def act(said):
        plans.put_away(pk, by=request.standing, reason=said["reason"], on=timezone.localdate())

    return form_page(request, form, page, act, done="The plan is put away.", to=("person", plan.person_id))


@require_safe
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show every version of a plan beside the one before: what was added, what was left out."""
    record = episode_or_404(request, pk, writes=False)
    today = timezone.localdate()
    rows, before = [], {}
    found = (
        Plan.objects.visible_to(request.standing)
        .filter(episode=pk)
        .select_related("agreed_by", "archive_reason")
        .prefetch_related("goals__actions")
        .order_by("number")
    )
    for plan in found:
        lines = {}
        for goal in plan.goals.all():
            lines[goal.line] = f"‘{goal.words}’"
            for step in goal.actions.all():
                lines[step.line] = (
                    step.what
                    + (f", by {words.day(step.by_on, today=today)}" if step.by_on else "")
                    + (" (done)" if step.done_on else "")
                )
        rows.append({
            "plan": plan, "goals": list(plan.goals.all()),
            "added": [text for line, text in lines.items() if line not in before] if before else [],
            "changed": [(before[line], text) for line, text in lines.items() if line in before and before[line] != text],
            "gone": [text for line, text in before.items() if line not in lines],
        })  # fmt: skip
        before = lines
    page = {"person": record.person, "rows": list(reversed(rows)), "work": record.may_work}
    return render(request, "plans.html", {"page": page})


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark a step as done."""
    step = row_or_404(request, GoalAction, pk, writes=True)
    if request.method == "POST":
        try:
            plans.do(pk, by=request.standing, on=timezone.localdate())
        except (Refused, Forbidden) as stopped:
            messages.error(request, stopped.objection.words)
            return redirect("person", step.person_id)
        return saved(request, "The step is done.", "person", step.person_id)
    page = {
        "title": "Is this done?",
        "lede": step.what,
        "back": (reverse("person", args=[step.person_id]), step.person.name),
        "button": "Yes, it is done",
    }
    return render(request, "confirm.html", {"page": page})


@require_safe
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a plan as a tagged PDF in large print, for the person to keep."""
    plan = row_or_404(request, Plan, pk, "agreed_by", "episode__programme")
    today = timezone.localdate()
    goals = []
    for goal in plan.goals.prefetch_related("actions"):
        steps = []
        for step in goal.actions.all():
            who = {
                "participant": "Me",
                "mentor": f"My {plan.episode.programme.mentor_word}",
                "agency": step.who_words or "A service",
            }[step.who]
            when = "Done" if step.done_on else f"By {words.day(step.by_on, today=today)}" if step.by_on else ""
            steps.append(SheetStep(step.what, who, when))
        goals.append(SheetGoal(goal.words, tuple(steps)))
    sheet = PlanSheet(
        name=plan.person.name, number=plan.number, goals=tuple(goals),
        agreed=f"Agreed on {words.day(plan.agreed_on, today=today)}" + (f" with {plan.agreed_by.name}" if plan.agreed_by else "") if plan.agreed_on else "Not agreed yet",
        printed=words.day(today, today=today), mentor_word=plan.episode.programme.mentor_word,
    )  # fmt: skip
    pdf = plan_pdf(sheet)
    if (pages := pages_of(pdf)) > MOST_PAGES and "all" not in request.GET:
        page = {"pages": pages, "most": MOST_PAGES, "row": plan}
        return render(request, "plan_long.html", {"page": page})
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="my-plan.pdf"'
    return response


urls = [
    path("episodes/<uuid:pk>/plan", write, name="plan"),
    path("episodes/<uuid:pk>/plans", versions, name="plans"),
    path("plans/<uuid:pk>/agree", agree, name="agree_plan"),
    path("plans/<uuid:pk>/away", put_away, name="put_plan_away"),
    path("plans/<uuid:pk>/print.pdf", printed, name="print_plan"),
    path("steps/<uuid:pk>/done", do, name="do_step"),
]
