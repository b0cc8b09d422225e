"""Agreements between organisations: the list, making one step by step, reading it, comparing it, printing it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import agreements, approvals
from throughline.domain.agreements import ENDS_SOON, AgreementState
from throughline.domain.calendar import HERE
from throughline.domain.vocabulary import Role
from throughline.exchange.agreement_sheet import AgreementSheet, SheetSection, Signatory, agreement_pdf
from throughline.models import AgreementPurpose, AgreementVersion, Organisation, Post, sides_of
from throughline.policy.grants import Opens
from throughline.queries.agreements import Kept, declared, kept, touched_by, whole
from throughline.web.forms import agreements as f
from throughline.web.looking import shows
from throughline.web.pages import agreements as p
from throughline.web.pages import words
from throughline.web.views.acting import form_page, or_404


def one_or_404(request: HttpRequest, pk: UUID) -> Kept:
    """Return an agreement as the one asking may read it. Whoever may not gets the 404 of no agreement."""
    found = kept(request.standing, on=timezone.localdate(), at=timezone.now(), only=pk)
    return or_404(found[0] if found else None)


def version_or_404(request: HttpRequest, pk: UUID) -> tuple[Kept, AgreementVersion, AgreementState]:
    """Return a version, as the one asking may read it, with its agreement and where it is."""
    version = or_404(AgreementVersion.objects.known_to(request.standing, on=timezone.localdate()).filter(pk=pk).first())
    one = one_or_404(request, version.agreement_id)
    found, state = next((row for row in one.versions if row[0].pk == pk), (None, None))
    return one, or_404(found), or_404(state)


def _draft_or_404(request: HttpRequest, pk: UUID) -> tuple[Kept, AgreementVersion]:
    one, version, state = version_or_404(request, pk)
    if not one.keeps or state is not AgreementState.DRAFT:
        raise Http404
    return one, whole(version)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the agreements that the one asking may read: what waits for them first, then by title."""
    today = timezone.localdate()
    rows = [p.Row(one, today=today) for one in kept(request.standing, on=today, at=timezone.now())]
    over = (AgreementState.ENDED, AgreementState.PUT_AWAY)
    page = {
        "mine": [row for row in rows if row.kept.waits_for_me],
        "rows": [row for row in rows if not row.kept.waits_for_me and row.state not in over],
        "over": [row for row in rows if not row.kept.waits_for_me and row.state in over],
        "make": request.standing.has(Role.PARTNERSHIP_MANAGER),
        "speaks": bool(sides_of(request.standing, on=today)),
    }
    return render(request, "agreements.html", {"page": page})


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Begin an agreement."""
    if not request.standing.has(Role.PARTNERSHIP_MANAGER):
        raise Http404
    today = timezone.localdate()
    form = f.MakeAgreement(
        request.POST if request.method == "POST" else None,
        organisations=list(Organisation.objects.on(today).order_by("name")),
    )
    made: list[AgreementVersion] = []

    def act(said):
        made.append(agreements.make(by=request.standing, on=today, **said))

    page = {
        "title": "Make an agreement",
        "lede": "Five steps. Each is kept when you save it. Nobody else sees it until you send it for approval.",
        "back": (reverse("agreements"), "Agreements"),
        "button": "Begin",
    }
    response = form_page(request, form, page, act, done="The agreement is begun.", to=("agreements",))
    return redirect("write_agreement_when", made[0].pk) if made else response


@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an agreement: where it is, who approved it, what it says, and what may be done with it."""
    one, today = one_or_404(request, pk), timezone.localdate()
    if one.current is None:
        raise Http404
    version, state = one.current
    full, second = whole(version), one.open_one
    steps = []
    if second is not None and second[1] is AgreementState.DRAFT and one.keeps:
        lacks = approvals.missing(whole(second[0]))
        steps = [
            (title, reverse(f"write_agreement_{step}", args=[second[0].pk]), sum(1 for at, _ in lacks if at == step))
            for step, title in p.STEPS
        ]
    page = {
        "kept": one,
        "row": p.Row(one, today=today),
        "version": full,
        "state": state,
        "second": second if second is not None and second[0].pk != version.pk else None,
        "waiting": second[0] if second is not None and second[1] is AgreementState.WAITING else None,
        "draft": second[0] if second is not None and second[1] is AgreementState.DRAFT else None,
        "approved": list(one.open_one[0].approvals.all()) if one.waits_for else list(full.approvals.all()),
        "approved_number": (one.open_one[0] if one.waits_for else full).number,
        "waits_for": one.waits_for,
        "sections": p.sections(full) if state is not AgreementState.DRAFT else [],
        "steps": steps,
        "short": state is AgreementState.IN_FORCE and bool(_ours(request, one)),
        "review": state is AgreementState.IN_FORCE and (one.keeps or bool(one.my_sides)),
        "reviews": list(version.reviews.all()),
        "end": state in (AgreementState.IN_FORCE, AgreementState.AGREED) and bool(one.my_sides),
        "change": one.keeps and (second is None),
    }
    if state is AgreementState.IN_FORCE and one.my_sides and version.ends_on and version.ends_on <= today + ENDS_SOON:
        page["touch"] = touch(
            request, pk, "It ends soon. What rests on it closes then for {}.",
            "If they still need it, change it or make another before that day.",
        )  # fmt: skip
    return render(request, "agreement.html", {"page": page})


def touch(request: HttpRequest, agreement: UUID, title: str, said: str) -> dict[str, Any]:
    """Return the card of whom the end of an agreement touches, and write down whom it shows."""
    found = touched_by(agreement, by=request.standing)
    shows(request, [person.pk for person in found.named], opens=int(Opens.IDENTITY))
    return {
        "found": found, "title": title.format(words.count(found.number, "person", "people")), "words": said,
        "unseen": words.count(found.unseen, "person", "people"), "more": words.count(found.more, "person", "people"),
    }  # fmt: skip


@require_safe
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show all that one version says."""
    one, found, state = version_or_404(request, pk)
    full = whole(found)
    page = {
        "kept": one, "version": found, "tag": p.tag(state), "sections": p.sections(full), "approved": list(full.approvals.all()),
        "approve": state is AgreementState.WAITING and bool(one.waits_for_me),
    }  # fmt: skip
    return render(request, "agreement_version.html", {"page": page})


@require_safe
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show every version beside the one before: what was changed."""
    one = one_or_404(request, pk)
    rows, before = [], None
    for found, state in reversed(one.versions):
        full = whole(found)
        rows.append({"version": found, "tag": p.tag(state), "changes": p.changes(before, full) if before else None, "last": p.last_day(found) if found.starts else None})  # fmt: skip
        before = full
    return render(request, "agreement_versions.html", {"page": {"kept": one, "rows": list(reversed(rows))}})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask before a new version is begun, and begin it."""
    one = one_or_404(request, pk)
    if not one.keeps:
        raise Http404
    made: list[AgreementVersion] = []

    def act(said):
        del said
        made.append(agreements.begin_version(pk, by=request.standing, on=timezone.localdate()))

    page = {
        "title": f"Change “{one.agreement.title}”?",
        "lede": "You write a new version. What is in force stays so until every side has approved the new one.",
        "back": (reverse("agreement", args=[pk]), one.agreement.title),
        "button": "Start a new version",
    }
    response = form_page(request, f.Form(request.POST if request.method == "POST" else None), page, act, done="The new version is begun.", to=("agreement", pk))  # fmt: skip
    return redirect("write_agreement_when", made[0].pk) if made else response


def _step(step: str, title: str, lede: str):
    """Make the page of one step of the writing."""
    steps = [name for name, _ in p.STEPS]
    following = steps[steps.index(step) + 1] if step != steps[-1] else None

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        one, draft = _draft_or_404(request, pk)
        today = timezone.localdate()
        data = request.POST if request.method == "POST" else None
        form = (
            f.Purposes(data, draft=draft) if step == "purposes" else f.Step(data, draft=draft, step=step, today=today)
        )
        first_purpose: list[AgreementPurpose] = []

        def act(said: dict[str, Any]) -> None:
            if step == "purposes":
                agreements.choose_purposes(pk, by=request.standing, on=today, **said)
                first_purpose.extend(draft.purposes.order_by("purpose__order")[:1])
            else:
                title = said.pop("title", one.agreement.title)
                with transaction.atomic():
                    agreements.write(pk, by=request.standing, on=today, **said)
                    if title != one.agreement.title:
                        agreements.rename(one.agreement.pk, by=request.standing, title=title, on=today)

        page = _writing(one, draft, step) | {"title": title, "lede": lede}
        to = (f"write_agreement_{following}", pk) if following else ("propose_agreement", pk)
        if request.POST.get("next") == "later":
            to = ("agreement", one.agreement.pk)
        response = form_page(
            request, form, page, act, done="This step is kept.", to=to, template="agreement_write.html"
        )
        if first_purpose and request.POST.get("next") != "later":
            return redirect("write_agreement_purpose", first_purpose[0].pk)
        return response

    return view


def _writing(one: Kept, draft: AgreementVersion, step: str) -> dict[str, Any]:
    """Return the frame of a page on which an agreement is written."""
    number = [name for name, _ in p.STEPS].index(step) + 1
    return {
        "back": (reverse("agreement", args=[one.agreement.pk]), one.agreement.title),
        "step": f"Step {number} of {len(p.STEPS)}",
        "purposes": list(draft.purposes.all()) if step == "purposes" else [],
        "sides": p.between(one.sides),
    }


@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write one purpose: why, by which law, and what each side may tell which."""
    held = or_404(AgreementPurpose.objects.select_related("purpose", "version", "basis", "special", "offence").filter(pk=pk).first())  # fmt: skip
    one, draft = _draft_or_404(request, held.version_id)
    form = f.Purpose(request.POST if request.method == "POST" else None, purpose=held, sides=one.sides)

    def act(said):
        agreements.write_purpose(
            pk, by=request.standing, version=said["version"], on=timezone.localdate(), basis=said["basis"], special=said["special"],
            offence=said["offence"], texts={name: said[name] for name in ("aim", "necessity", "balance")}, flows=form.flows,
        )  # fmt: skip

    keys = [row.pk for row in draft.purposes.all()]
    following = keys[keys.index(pk) + 1] if pk != keys[-1] else None
    to = ("write_agreement_purpose", following) if following else ("write_agreement_rights", draft.pk)
    if request.POST.get("next") == "later":
        to = ("agreement", one.agreement.pk)
    page = _writing(one, draft, "purposes") | {
        "title": held.purpose.words,
        "lede": "Share the least that does it.",
        "purposes": [],
    }
    return form_page(request, form, page, act, done="This purpose is kept.", to=to, template="agreement_write.html")


def _ours(request: HttpRequest, one: Kept) -> list[Organisation]:
    """Return the sides at which the one asking has a post."""
    posts = Post.objects.on(timezone.localdate()).filter(worker=request.standing.worker)
    mine = set(posts.values_list("organisation", flat=True))
    return [side for side in one.sides if side.pk in mine]


@require_safe
def plain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a participant what we share with a partner, and why."""
    one = one_or_404(request, pk)
    ours = _ours(request, one)
    if one.current is None or one.current[1] is not AgreementState.IN_FORCE or not ours:
        raise Http404
    full = whole(one.current[0])
    page = {
        "kept": one, "ours": ours[0], "partners": p.in_short(full, ours[0]), "until": words.day(p.last_day(full)),
        "partner_names": p.between([side for side in one.sides if side.pk != ours[0].pk]), "rights": full.rights, "told": full.told,
    }  # fmt: skip
    return render(request, "agreement_plain.html", {"page": page})


@require_safe
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a version as a tagged PDF, with who approved it for each side."""
    one, found, state = version_or_404(request, pk)
    full = whole(found)
    said = {approval.organisation_id: approval for approval in full.approvals.all()}
    signatories = tuple(
        Signatory(
            side.name, said[side.pk].worker.name, said[side.pk].get_role_display(), words.day(said[side.pk].at.astimezone(HERE).date())
        )
        if side.pk in said
        else Signatory(side.name, "Not approved yet", "", "")
        for side in one.sides
    )  # fmt: skip
    sheet = AgreementSheet(
        title=one.agreement.title, between=p.between(one.sides), version=f"Version {found.number}",
        state=f"It is {state.label}" + (f" from {words.day(found.starts.astimezone(HERE).date())} to {words.day(p.last_day(found))}" if found.starts else ""),
        sections=tuple(SheetSection(section.title, section.rows) for section in p.sections(full)),
        signatories=signatories, printed=words.day(timezone.localdate()),
    )  # fmt: skip
    response = HttpResponse(agreement_pdf(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="agreement.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest) -> HttpResponse:
    """Show what our organisation says that it needs to know, and say it anew."""
    today = timezone.localdate()
    speaks = sides_of(request.standing, on=today)
    if not speaks:
        raise Http404
    form = f.Declare(
        request.POST if request.method == "POST" else None,
        sides=list(Organisation.objects.filter(pk__in=speaks).order_by("name")),
    )

    def act(said):
        agreements.declare_need(
            by=request.standing, organisation=said["organisation"], purpose=said["purpose"], opens=said["kinds"],
            because=said["because"], on=today,
        )  # fmt: skip

    rows = [(one, p.kinds_of(one.opens)) for one in declared(request.standing, on=today)]
    page = {"rows": rows, "back": (reverse("agreements"), "Agreements"), "title": "What we need to know"}
    return form_page(request, form, page, act, done="What you need is in.", to=("declared_needs",), template="declared_needs.html")  # fmt: skip


write_when = _step("when", "Days and people to ask", "When it begins, when it ends, and who knows about it.")
write_purposes = _step("purposes", "What it is for", "Each purpose is written by itself.")
write_rights = _step("rights", "People’s rights", "The information is about people. It is theirs to ask for.")
write_work = _step("work", "The work", "Who does what, and what someone gets.")
write_safe = _step("safe", "Keeping it safe", "What each side does with what it is told.")

urls = [
    path("agreements/", overview, name="agreements"),
    path("agreements/new", make, name="make_agreement"),
    path("agreements/needs", needs, name="declared_needs"),
    path("agreements/<uuid:pk>/", read, name="agreement"),
    path("agreements/<uuid:pk>/versions", versions, name="agreement_versions"),
    path("agreements/<uuid:pk>/change", change, name="change_agreement"),
    path("agreements/<uuid:pk>/plain", plain, name="agreement_plain"),
    path("agreements/versions/<uuid:pk>/", version, name="agreement_version"),
    path("agreements/versions/<uuid:pk>/when", write_when, name="write_agreement_when"),
    path("agreements/versions/<uuid:pk>/purposes", write_purposes, name="write_agreement_purposes"),
    path("agreements/versions/<uuid:pk>/rights", write_rights, name="write_agreement_rights"),
    path("agreements/versions/<uuid:pk>/work", write_work, name="write_agreement_work"),
    path("agreements/versions/<uuid:pk>/safe", write_safe, name="write_agreement_safe"),
    path("agreements/versions/<uuid:pk>/print.pdf", printed, name="print_agreement"),
    path("agreements/purposes/<uuid:pk>/", purpose, name="write_agreement_purpose"),
]
