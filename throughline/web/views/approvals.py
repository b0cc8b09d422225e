"""Sending an agreement for approval, approving it, putting it away, reviewing it, ending it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import approvals
from throughline.domain.agreements import AgreementState
from throughline.models import Organisation
from throughline.queries.agreements import Kept, whole
from throughline.web.forms import agreements as f
from throughline.web.pages import agreements as p
from throughline.web.views.acting import form_page
from throughline.web.views.agreements import one_or_404, touch, version_or_404


def _mine(one: Kept) -> list[Organisation]:
    return [side for side in one.sides if side.pk in one.my_sides]


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is still missing, and send the version for approval."""
    one, version, state = version_or_404(request, pk)
    if not one.keeps or state is not AgreementState.DRAFT:
        raise Http404
    titles = dict(p.STEPS)
    lacks = [
        (titles[step], reverse(f"write_agreement_{step}", args=[pk]), sentence)
        for step, sentence in approvals.missing(version)
    ]

    def act(said):
        del said
        approvals.propose(pk, by=request.standing, on=timezone.localdate())

    page = {
        "title": "Send it for approval",
        "lede": f"It goes to {p.between(one.sides)}. After this its words stay as they are.",
        "back": (reverse("agreement", args=[one.agreement.pk]), one.agreement.title),
        "missing": lacks,
        "sections": p.sections(whole(version)),
    }
    form = f.Form(request.POST if request.method == "POST" else None)
    return form_page(
        request, form, page, act, done="It waits for approval now.", to=("agreement", one.agreement.pk), template="agreement_propose.html"
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve a version in the name of one side."""
    one, version, state = version_or_404(request, pk)
    if not one.my_sides or state is AgreementState.DRAFT:
        raise Http404
    form = f.Approve(request.POST if request.method == "POST" else None, sides=one.waits_for_me or _mine(one))

    def act(said):
        approvals.approve(pk, by=request.standing, organisation=said["organisation"], on=timezone.localdate())

    page = {
        "title": f"Approve “{one.agreement.title}”?",
        "lede": "You say yes for your organisation. It is in force once every side has said yes.",
        "back": (reverse("agreement", args=[one.agreement.pk]), one.agreement.title),
        "button": "Approve it",
        "sections": p.sections(whole(version)),
    }
    if one.current is not None and one.current[1] is AgreementState.IN_FORCE:
        page["touch"] = touch(
            request, one.agreement.pk, "The version in force opens records of {}.",
            "Where this version opens less, less of their records is open from the moment it is in force.",
        )  # fmt: skip
    return form_page(
        request, form, page, act, done="It is approved for your organisation.", to=("agreement", one.agreement.pk), template="agreement_approve.html"
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def put_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put away a version that was not approved."""
    one, version, state = version_or_404(request, pk)
    if state not in (AgreementState.DRAFT, AgreementState.WAITING) or not (one.keeps or one.my_sides):
        raise Http404

    def act(said):
        approvals.put_away(pk, by=request.standing, on=timezone.localdate(), words=said["words"])

    page = {
        "title": f"Put version {version.number} away?",
        "lede": "It is kept, and is never in force. A new version can start from it.",
        "back": (reverse("agreement", args=[one.agreement.pk]), one.agreement.title),
        "button": "Put it away",
    }
    form = f.PutAway(request.POST if request.method == "POST" else None)
    to = ("agreement", one.agreement.pk) if one.keeps or len(one.versions) > 1 else ("agreements",)
    return form_page(request, form, page, act, done="It is put away.", to=to)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a review of the version in force."""
    one = one_or_404(request, pk)
    if one.current is None or one.current[1] is not AgreementState.IN_FORCE or not (one.keeps or one.my_sides):
        raise Http404
    version, today = one.current[0], timezone.localdate()

    def act(said):
        approvals.review(version.pk, by=request.standing, on=today, **said)

    page = {
        "title": f"Review “{one.agreement.title}”",
        "lede": "Its words stay as they are. To change them, start a new version.",
        "back": (reverse("agreement", args=[pk]), one.agreement.title),
    }
    form = f.Review(request.POST if request.method == "POST" else None, today=today)
    return form_page(request, form, page, act, done="The review is in.", to=("agreement", pk))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show whom the end of an agreement touches, then end it in the name of one side."""
    one = one_or_404(request, pk)
    running = (AgreementState.IN_FORCE, AgreementState.AGREED)
    if one.current is None or one.current[1] not in running or not one.my_sides:
        raise Http404
    today, version = timezone.localdate(), one.current[0]
    form = f.EndIt(
        request.POST if request.method == "POST" else None, sides=_mine(one), today=today, last=version.ends_on or today
    )

    def act(said):
        approvals.end(pk, by=request.standing, today=today, **said)

    others = p.between([side for side in one.sides if side.pk not in one.my_sides] or one.sides)
    page = {
        "title": f"End “{one.agreement.title}”?",
        "back": (reverse("agreement", args=[pk]), one.agreement.title),
        "button": "End it",
        "touch": touch(
            request,
            pk,
            "Ending this closes what rests on it for {}.",
            f"From that moment {others} and your side no longer share their records under this agreement.",
        ),
    }
    return form_page(request, form, page, act, done="It ends.", to=("agreement", pk), template="agreement_end.html")


urls = [
    path("agreements/versions/<uuid:pk>/propose", propose, name="propose_agreement"),
    path("agreements/versions/<uuid:pk>/approve", approve, name="approve_agreement"),
    path("agreements/versions/<uuid:pk>/away", put_away, name="put_agreement_away"),
    path("agreements/<uuid:pk>/review", review, name="review_agreement"),
    path("agreements/<uuid:pk>/end", end, name="end_agreement"),
]
