"""A partnership sets itself up, and changes itself, from these pages. Whoever does it sees no participant."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.actions import accounts, codes, ownership, partnership, programmes, workers
from throughline.actions.beats import in_force
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import ConsentPurpose, Nation, OrganisationKind, Role
from throughline.models import (
    Code,
    CodeList,
    ConsentWording,
    Council,
    EligibilityRule,
    Holiday,
    LetterTemplate,
    Organisation,
    Partnership,
    Post,
    PrisonService,
    Programme,
    StandardRow,
    Team,
    TeamArea,
    TeamDuty,
    Worker,
)
from throughline.policy.standing import SETUP_ROLES, Standing
from throughline.web.access import fresh_second_factor, open_to_all
from throughline.web.forms import setup as f
from throughline.web.pages import words
from throughline.web.views.acting import form_page, saved


def only_who_sets_up(request: HttpRequest) -> None:
    """Go on only for who may set the partnership up. For anybody else there is no such page."""
    if not request.standing.roles & SETUP_ROLES:
        raise Http404


@open_to_all
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Set up an empty database. Once it is done this page is not there."""
    if Partnership.objects.exists():
        if request.method == "POST":
            # A second press of the button: it is done, and whoever pressed goes on to sign in.
            return redirect("account_login")
        raise Http404
    form = f.Begin(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data | {"nation": Nation(form.cleaned_data["nation"])}
        try:
            partnership.begin(on=timezone.localdate(), **said)
        except (Refused, Forbidden) as stopped:
            form.object_to(stopped.objection)
        else:
            return render(request, "begun.html", {"email": said["admin_email"], "printed": settings.MAIL_IS_PRINTED})
    page = {
        "title": "Set up your partnership",
        "lede": "This takes a minute. You can change all of it later.",
        "button": "Set it up",
    }
    return render(request, "form_page.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is set up and what is next."""
    only_who_sets_up(request)
    today = timezone.localdate()
    partnership_row = Partnership.objects.get()
    led = TeamDuty.objects.on(today).count()
    steps = [
        ("Organisations", "setup_organisations", Organisation.objects.on(today).count(), ("partner", "partners")),
        (
            "Workers",
            "setup_workers",
            Worker.objects.filter(service=False, ended_on__isnull=True).count(),
            ("person who works here", "people who work here"),
        ),
        (
            "Teams",
            "setup_teams",
            Team.objects.on(today).count(),
            (f"team, {led} with a lead and a duty worker", f"teams, {led} with a lead and a duty worker"),
        ),
        (
            "Prisons",
            "setup_prisons",
            PrisonService.objects.on(today).count(),
            ("prison you work in", "prisons you work in"),
        ),
        ("Programme", "setup_programme", Programme.objects.on(today).count(), ("programme", "programmes")),
        (
            "Council areas",
            "setup_councils",
            Council.objects.filter(nation=partnership_row.nation).count(),
            ("council area", "council areas"),
        ),
        (
            "Holidays",
            "setup_holidays",
            Holiday.objects.filter(nation=partnership_row.nation, day__gte=today).count(),
            ("holiday ahead", "holidays ahead"),
        ),
        ("Lists of answers", "setup_codes", CodeList.objects.count(), ("list", "lists")),
        (
            "Letters and forms",
            "letter_templates",
            LetterTemplate.objects.filter(retired_on__isnull=True).count(),
            ("letter or form", "letters and forms"),
        ),
    ]
    steps = [(title, route, number, words.count(number, *said)) for title, route, number, said in steps]
    next_step = next((step for step in steps if not step[2]), None)
    return render(request, "setup/overview.html", {"steps": steps, "next": next_step, "partnership": partnership_row})


def rows_page(
    request: HttpRequest, form: Any, page: dict[str, Any], act: Any, *, done: str, to: tuple[Any, ...]
) -> HttpResponse:
    """Show rows with a form that adds one."""
    return form_page(
        request, form, {"back": (reverse("setup"), "Set up")} | page, act, done=done, to=to, template="setup/rows.html"
    )


@require_http_methods(["GET", "POST"])
def organisations(request: HttpRequest) -> HttpResponse:
    """Show and add organisations."""
    only_who_sets_up(request)
    form = f.AddOrganisation(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        partnership.add_organisation(
            by=request.standing, name=said["name"], kind=OrganisationKind(said["kind"]), on=said["on"]
        )

    rows = [
        (o.name, o.get_kind_display(), _dates(o), reverse("rename_organisation", args=[o.pk]) if not o.until_on else "")
        for o in Organisation.objects.order_by("until_on", "name")
    ]
    return rows_page(
        request,
        form,
        {"title": "Organisations", "rows": rows, "add": "Add an organisation", "change": "Open"},
        act,
        done="The organisation is in.",
        to=("setup_organisations",),
    )


@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """Show and add teams."""
    only_who_sets_up(request)
    today = timezone.localdate()
    form = f.AddTeam(request.POST if request.method == "POST" else None, today=today)

    def act(said):
        partnership.add_team(by=request.standing, **said)

    rows = []
    for team in (
        Team.objects.select_related("organisation").prefetch_related("areas__council").order_by("until_on", "name")
    ):
        duty = TeamDuty.objects.on(today).filter(team=team).select_related("lead", "duty_worker").first()
        who = f"Lead: {duty.lead.name}. New people: {duty.duty_worker.name}." if duty else "No lead yet."
        areas = ", ".join(area.council.name for area in team.areas.all() if area.until_on is None)
        rows.append(
            (
                f"{team.name}, {team.organisation.name}",
                f"{areas}. {who}",
                _dates(team),
                reverse("setup_duty", args=[team.pk]) if not team.until_on else "",
            )
        )
    return rows_page(
        request,
        form,
        {"title": "Teams", "rows": rows, "add": "Add a team", "change": "Open"},
        act,
        done="The team is in.",
        to=("setup_teams",),
    )


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def duty(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who leads a team and who takes its new people."""
    only_who_sets_up(request)
    team = get_object_or_404(Team, pk=pk)
    today = timezone.localdate()
    held = team.duties.filter(until_on__isnull=True).first()
    form = f.PutOnDuty(
        request.POST if request.method == "POST" else None, today=today,
        initial={"lead": held.lead_id, "duty_worker": held.duty_worker_id, "deputy": held.deputy_id} if held else None,
        seen=in_force(held), follows=held.from_on if held else None,
    )  # fmt: skip
    areas = [
        (area.council.name, _dates(area), reverse("leave_area", args=[area.pk]) if not area.until_on else "")
        for area in team.areas.select_related("council").order_by("until_on", "council__name")
    ]
    earlier = [
        (f"{d.lead.name} leads, {d.duty_worker.name} takes new people", "", _dates(d), "")
        for d in team.duties.select_related("lead", "duty_worker").order_by("-from_on")
    ]

    def act(said):
        partnership.put_on_duty(pk, by=request.standing, **said)

    return rows_page(
        request,
        form,
        {
            "title": team.name,
            "rows": earlier,
            "add": "Lead and duty worker",
            "back": (reverse("setup_teams"), "Teams"),
            "areas": areas,
            "also": (reverse("serve_area", args=[pk]), "Serve one more council area"),
            "rename": (reverse("rename_team", args=[pk]), "Put its name right"),
            "safeguarding": (reverse("setup_safeguarding", args=[pk]), "Who reads worries"),
            "ends": (reverse("end_team", args=[pk]), "End this team") if team.until_on is None else None,
        },
        act,
        done="It is in.",
        to=("setup_teams",),
    )


@require_http_methods(["GET", "POST"])
def serve_area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a team serve one more council area."""
    only_who_sets_up(request)
    team = get_object_or_404(Team, pk=pk)
    form = f.ServeArea(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        partnership.serve_area(pk, by=request.standing, **said)

    page = {
        "title": f"{team.name}: one more area",
        "lede": "New people from there are offered to this team.",
        "back": (reverse("setup_duty", args=[pk]), team.name),
    }
    return form_page(request, form, page, act, done="The area is in.", to=("setup_duty", pk))


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def prisons(request: HttpRequest) -> HttpResponse:
    """Show and switch on prisons."""
    only_who_sets_up(request)
    form = f.SwitchOn(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        partnership.switch_on(said.pop("prison").pk, by=request.standing, today=timezone.localdate(), **said)

    rows = [
        (s.prison.name, f"Duty coach: {s.duty_coach.name}." + (f" Deputy: {s.deputy.name}." if s.deputy else ""), _dates(s), reverse("setup_prison", args=[s.pk]) if not s.until_on else "")
        for s in PrisonService.objects.select_related("prison", "duty_coach", "deputy").order_by("until_on", "prison__short_name")
    ]  # fmt: skip
    return rows_page(
        request,
        form,
        {"title": "Prisons", "rows": rows, "add": "Work in a prison", "change": "Open"},
        act,
        done="The prison is on.",
        to=("setup_prisons",),
    )


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def prison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change who is on duty in a prison, or its gate. What is not touched stays as it is."""
    only_who_sets_up(request)
    row = _standing(get_object_or_404(PrisonService.objects.select_related("prison"), pk=pk), "prison")
    kept = ("team", "duty_coach", "deputy", "gate_desk", "gate_words")
    form = f.ChangePrison(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        seen=in_force(row) if row.until_on is None else "",
        follows=row.from_on,
        initial={name: getattr(row, name) for name in kept},
    )

    def act(said):
        partnership.switch_on(row.prison_id, by=request.standing, today=timezone.localdate(), **said)

    page = {
        "title": row.prison.name,
        "lede": f"{_ahead(row)} People there who wait to be asked go to the duty coach.".strip(),
        "back": (reverse("setup_prisons"), "Prisons"),
        "ends": (reverse("switch_off", args=[row.pk]), "Stop working there") if row.until_on is None else None,
    }
    return form_page(request, form, page, act, done="It is in.", to=("setup_prisons",), template="setup/name.html")


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def workers_page(request: HttpRequest) -> HttpResponse:
    """Show and add workers, who are invited by mail."""
    only_who_sets_up(request)
    form = f.AddWorker(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        post = {name: said.pop(name) for name in ("organisation", "role", "team", "prison")}
        added = workers.add(by=request.standing, posts=[post | {"role": Role(post["role"])}], **said)
        accounts.invite(added.pk, by=request.standing)

    rows = [
        (w.name, ", ".join(f"{post.get_role_display()}{f' ({post.team.name})' if post.team else f' ({post.prison.short_name})' if post.prison else ''}" for post in w.posts.all() if post.until_on is None), f"left {w.ended_on.day} {w.ended_on:%B %Y}" if w.ended_on else f"last day {w.leaves_on.day} {w.leaves_on:%B %Y}" if w.leaves_on else "", reverse("setup_worker", args=[w.pk]))
        for w in Worker.objects.filter(service=False).prefetch_related("posts__team", "posts__prison").order_by("ended_on", "name")
    ]  # fmt: skip
    page = {
        "title": "Workers",
        "rows": rows,
        "add": "Add a worker",
        "change": "Open",
        "also": (reverse("paste_workers"), "Paste workers from a spreadsheet"),
    }
    return rows_page(
        request, form, page, act, done="They are in, and an invitation is on its way.", to=("setup_workers",)
    )


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def paste(request: HttpRequest) -> HttpResponse:
    """Add many workers at once: all of them or none."""
    only_who_sets_up(request)
    form = f.PasteWorkers(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        with transaction.atomic():
            for row in said["pasted"]:
                try:
                    added = workers.add(by=request.standing, on=row.pop("begins") or said["on"], **row)
                except Refused as refused:
                    raise Refused(
                        type(refused.objection)(
                            refused.objection.code,
                            f"{row['name']}: {refused.objection.words} Nobody was added.",
                            "pasted",
                        )
                    ) from None
                accounts.invite(added.pk, by=request.standing)

    page = {"title": "Paste workers", "back": (reverse("setup_workers"), "Workers"), "button": "Add them all"}
    return form_page(
        request, form, page, act, done="They are in, and invitations are on their way.", to=("setup_workers",)
    )


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def worker(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one worker: their posts, an absence, leaving."""
    only_who_sets_up(request)
    one = get_object_or_404(Worker, pk=pk, service=False)
    form = f.GivePost(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        workers.give_post(pk, by=request.standing, **said | {"role": Role(said["role"])})

    rows = [
        (post.get_role_display(), f"{post.organisation.name}{', ' + post.team.name if post.team else ''}{', ' + post.prison.short_name if post.prison else ''}"
         + (" (seconded)" if one.employer_id != post.organisation_id else ""), _dates(post), reverse("end_post", args=[post.pk]) if not post.until_on else "")
        for post in one.posts.select_related("organisation", "team", "prison").order_by("until_on", "from_on")
    ]  # fmt: skip
    page = {
        "title": one.name,
        "rows": rows,
        "add": "Give them a post",
        "back": (reverse("setup_workers"), "Workers"),
        "worker": one,
        "rename": (reverse("describe_worker", args=[pk]), "Put their name or phone right"),
    }
    return rows_page(request, form, page, act, done="The post is in.", to=("setup_worker", pk))


@require_POST
@fresh_second_factor
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send an invitation again."""
    only_who_sets_up(request)
    get_object_or_404(Worker, pk=pk, service=False)
    return _do(
        request, lambda: accounts.invite(pk, by=request.standing), "The invitation is on its way.", "setup_worker", pk
    )


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a long absence: the lead stands in at once."""
    only_who_sets_up(request)
    one = get_object_or_404(Worker, pk=pk, service=False)
    form = f.Away(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        ownership.away(
            pk, by=request.standing, from_on=said["on"], until_on=said["until_on"], today=timezone.localdate(),
            why=said["why"],
        )  # fmt: skip

    page = {
        "title": f"{one.name} is away for long",
        "lede": "From that day everyone they look after goes to their team’s lead.",
        "back": (reverse("setup_worker", args=[pk]), one.name),
    }
    return form_page(
        request, form, page, act, done="It is in. From that day the lead stands in.", to=("setup_worker", pk)
    )


@require_http_methods(["GET", "POST"])
@fresh_second_factor
def leaves(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that a worker leaves: everyone they look after goes to their lead in the same moment."""
    only_who_sets_up(request)
    one = get_object_or_404(Worker, pk=pk, service=False)
    form = f.Leaves(request.POST if request.method == "POST" else None, today=timezone.localdate())

    def act(said):
        today = timezone.localdate()
        ownership.leave(pk, by=request.standing, on=said["on"], today=today)
        if said["on"] <= today:
            accounts.sign_out_everywhere(pk, by=request.standing)

    later = form.is_bound and form.is_valid() and form.cleaned_data["on"] > timezone.localdate()
    done = f"{one.name} leaves after that day." if later else f"{one.name} has left."
    page = {
        "title": f"{one.name} leaves",
        "lede": "After that day everyone they look after goes to their team’s lead, and they can no longer sign in.",
        "back": (reverse("setup_worker", args=[pk]), one.name),
        "button": "They leave",
    }
    return form_page(request, form, page, act, done=done, to=("setup_worker", pk))


@require_POST
@fresh_second_factor
def stays(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a last day that was said ahead."""
    only_who_sets_up(request)
    get_object_or_404(Worker, pk=pk)
    return _do(request, lambda: workers.stay(pk, by=request.standing), "They stay.", "setup_worker", pk)


@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest) -> HttpResponse:
    """Show the programme with its rules, clocks and words, or begin one."""
    only_who_sets_up(request)
    today = timezone.localdate()
    one = Programme.objects.on(today).order_by("from_on").first()
    if one is None:
        form = f.BeginProgramme(request.POST if request.method == "POST" else None, today=today)

        def act(said):
            programmes.begin(by=request.standing, **said)

        page = {
            "title": "Begin a programme",
            "lede": "It starts with rules, clocks and words that you can change.",
            "back": (reverse("setup"), "Set up"),
            "button": "Begin it",
        }
        return form_page(request, form, page, act, done="The programme has begun.", to=("setup_programme",))
    standing_rules = EligibilityRule.objects.filter(programme=one, until_on__isnull=True)
    rules: dict[str, Any] = dict(standing_rules.values_list("kind", "numbers"))
    form = f.SetRule(
        request.POST if request.method == "POST" else None,
        today=today,
        rows=rules,
        seen=in_force(*standing_rules),
        follows=max((rule.from_on for rule in standing_rules), default=None),
    )

    def set_rules(said):
        programmes.set_rules(
            one.pk,
            by=request.standing,
            on=said["on"],
            seen=said["seen"],
            rules={
                "sentence": {"at_least_months": said["at_least_months"], "under_months": said["under_months"]},
                "age": {"at_least_years": said["at_least_years"]},
                "home": {} if said["home"] else None,
                "date": {} if said["date"] else None,
                "sex": {"only": said["only"]} if said["only"] else None,
            },
        )

    page = {
        "title": one.name, "back": (reverse("setup"), "Set up"), "programme": one,
        "clocks": StandardRow.objects.on(today).filter(programme=one).order_by("words"),
        "wordings": ConsentWording.objects.on(today).filter(programme=one).order_by("pk"),
        "pack": one.pack_contents.filter(until_on__isnull=True),
    }  # fmt: skip
    return form_page(
        request,
        form,
        page,
        set_rules,
        done="The rules are in.",
        to=("setup_programme",),
        template="setup/programme.html",
    )


@require_http_methods(["GET", "POST"])
def programme_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a programme's name and its words for mentor and participant."""
    only_who_sets_up(request)
    one = get_object_or_404(Programme, pk=pk)
    form = f.DescribeProgramme(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(one, name) for name in ("name", "mentor_word", "participant_word", "version")},
    )

    def act(said):
        programmes.describe(pk, by=request.standing, **said)

    page = {"title": "Name and words", "back": (reverse("setup_programme"), "Programme")}
    return form_page(request, form, page, act, done="The words are in.", to=("setup_programme",))


@require_http_methods(["GET", "POST"])
def pack_contents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what a pack holds."""
    only_who_sets_up(request)
    one = get_object_or_404(Programme, pk=pk)
    form = f.FillPack(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        rows=one.pack_contents.filter(until_on__isnull=True),
        seen=in_force(*one.pack_contents.filter(until_on__isnull=True)),
    )

    def act(said):
        programmes.fill_pack(pk, by=request.standing, **said)

    page = {
        "title": "What is in a pack",
        "lede": "Packs that are ready already stay as they are.",
        "back": (reverse("setup_programme"), "Programme"),
    }
    return form_page(request, form, page, act, done="The pack is in.", to=("setup_programme",))


@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the length of a clock."""
    only_who_sets_up(request)
    row = _standing(get_object_or_404(StandardRow, pk=pk), "programme", "code")
    form = f.SetClock(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        rows=row,
        seen=in_force(row),
        follows=row.from_on,
    )

    def act(said):
        programmes.set_clock(row.programme_id, by=request.standing, code=row.code, **said)

    return form_page(
        request,
        form,
        {"title": row.words, "lede": _ahead(row), "back": (reverse("setup_programme"), "Programme")},
        act,
        done="The clock is set.",
        to=("setup_programme",),
    )


@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a consent in new words."""
    only_who_sets_up(request)
    row = _standing(get_object_or_404(ConsentWording, pk=pk), "programme", "purpose")
    form = f.WordConsent(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        rows=row,
        seen=in_force(row),
        follows=row.from_on,
    )

    def act(said):
        programmes.word_consent(row.programme_id, by=request.standing, purpose=ConsentPurpose(row.purpose), **said)

    page = {
        "title": row.get_purpose_display(),
        "lede": f"{_ahead(row)} Those who said yes to the old words said yes to those. They are kept.".strip(),
        "back": (reverse("setup_programme"), "Programme"),
    }
    return form_page(request, form, page, act, done="The new words are in.", to=("setup_programme",))


@require_safe
def code_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists of answers."""
    only_who_sets_up(request)
    return render(request, "setup/codes.html", {"lists": CodeList.objects.order_by("words")})


@require_http_methods(["GET", "POST"])
def code_list(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list, add to it."""
    only_who_sets_up(request)
    one = get_object_or_404(CodeList, pk=name)
    form = f.AddCode(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), rows=Code.objects.offered(name)
    )

    def act(said):
        short = slugify(said["words"])[:36].replace("-", "_") or "code"
        taken = set(one.codes.values_list("code", flat=True))
        code = (
            short if short not in taken else next(f"{short}_{n}" for n in range(2, 1000) if f"{short}_{n}" not in taken)
        )
        codes.add(
            name,
            by=request.standing,
            code=code,
            words=said["words"],
            on=said["on"],
            traits=dict(said["like"].traits) if said["like"] else {},
        )

    rows = [
        (
            c.words,
            "",
            "" if c.retired_version is None else f"retired in version {c.retired_version}",
            reverse("retire_code", args=[c.pk]) if c.retired_version is None else "",
        )
        for c in one.codes.order_by("retired_version", "order")
    ]
    page = {
        "title": one.words,
        "rows": rows,
        "add": "Add an answer",
        "change": "Retire",
        "back": (reverse("setup_codes"), "Lists of answers"),
        "versions": one.versions.select_related("by"),
    }
    return rows_page(
        request, form, page, act, done="The answer is in, as a new version of the list.", to=("setup_code", name)
    )


def _ender(get: Any, end: Any, *, back: str, title: str, words: str):
    """Make the page that asks before a row is ended, and ends it."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: Any) -> HttpResponse:
        only_who_sets_up(request)
        row = get(pk)
        to = (
            (back, row.worker_id)
            if back == "setup_worker"
            else (back, row.list_id)
            if back == "setup_code"
            else (back,)
        )
        if request.method == "POST":
            return _do(
                request,
                lambda: end(pk, by=request.standing, on=timezone.localdate()),
                "It has ended. The row is kept.",
                *to,
            )
        page = {
            "title": title.format(row=row),
            "lede": words,
            "back": (reverse(to[0], args=to[1:]), "Back"),
            "button": "End it today",
        }
        return render(request, "confirm.html", {"page": page})

    return view


def _do(request: HttpRequest, act: Any, done: str, *to: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except (Refused, Forbidden) as stopped:
        messages.error(request, stopped.objection.words)
        return redirect(*to)
    return saved(request, done, *to)


def _standing(row: Any, *kind: str) -> Any:
    """Return the row that a change would follow: the one of its kind without an end, which may begin later. Else itself."""
    same = {name: getattr(row, f"{name}_id", getattr(row, name)) for name in kind}
    return type(row).objects.filter(until_on__isnull=True, **same).first() or row


def _ahead(row: Any) -> str:
    """Say from which day a row holds, where that is still to come."""
    if row.from_on <= timezone.localdate():
        return ""
    return f"This holds from {row.from_on.day} {row.from_on:%B %Y}. Until then it is as it was."


def _dates(row: Any) -> str:
    if row.until_on and row.until_on < row.from_on:
        return f"put right on the day it began, {row.from_on.day} {row.from_on:%B %Y}"
    until = f" to {row.until_on.day} {row.until_on:%B %Y}" if row.until_on else ""
    return f"from {row.from_on.day} {row.from_on:%B %Y}{until}"


end_organisation = _ender(
    lambda pk: get_object_or_404(Organisation, pk=pk),
    partnership.end_organisation,
    back="setup_organisations",
    title="End {row.name}?",
    words="Its row stays, with today as its last day.",
)
end_team = _ender(
    lambda pk: get_object_or_404(Team, pk=pk),
    partnership.end_team,
    back="setup_teams",
    title="End {row.name}?",
    words="It ends only when it works with nobody and nobody has a post in it.",
)
leave_area = _ender(
    lambda pk: get_object_or_404(TeamArea.objects.select_related("team", "council"), pk=pk),
    partnership.leave_area,
    back="setup_teams",
    title="Stop serving {row.council.name}?",
    words="Whoever the team works with there stays with the team.",
)
switch_off = _ender(
    lambda pk: get_object_or_404(PrisonService.objects.select_related("prison"), pk=pk),
    partnership.switch_off,
    back="setup_prisons",
    title="Stop working in {row.prison.short_name}?",
    words="Whoever waits there stays with their owner.",
)


def _end_post(pk: UUID, *, by: Standing, on: date) -> None:
    """End a post today, and every session of its worker: what they see now is asked for anew."""
    post = workers.end_post(pk, by=by, on=on, today=on)
    accounts.sign_out_everywhere(post.worker_id, by=by)


end_post = fresh_second_factor(
    _ender(
        lambda pk: get_object_or_404(Post, pk=pk),
        _end_post,
        back="setup_worker",
        title="End this post?",
        words="What the post let them see closes at once.",
    )
)
retire_code = _ender(
    lambda pk: get_object_or_404(Code, pk=pk),
    codes.retire,
    back="setup_code",
    title="Retire “{row.words}”?",
    words="What was recorded with it stays. It can no longer be chosen.",
)

urls = [
    path("begin/", begin, name="begin"),
    path("setup/", overview, name="setup"),
    path("setup/organisations/", organisations, name="setup_organisations"),
    path("setup/organisations/<uuid:pk>/end", end_organisation, name="end_organisation"),
    path("setup/teams/", teams, name="setup_teams"),
    path("setup/teams/<uuid:pk>/", duty, name="setup_duty"),
    path("setup/teams/<uuid:pk>/area", serve_area, name="serve_area"),
    path("setup/teams/<uuid:pk>/end", end_team, name="end_team"),
    path("setup/areas/<uuid:pk>/end", leave_area, name="leave_area"),
    path("setup/prisons/", prisons, name="setup_prisons"),
    path("setup/prisons/<uuid:pk>/", prison, name="setup_prison"),
    path("setup/prisons/<uuid:pk>/off", switch_off, name="switch_off"),
    path("setup/workers/", workers_page, name="setup_workers"),
    path("setup/workers/paste", paste, name="paste_workers"),
    path("setup/workers/<uuid:pk>/", worker, name="setup_worker"),
    path("setup/workers/<uuid:pk>/invite", invite, name="invite_worker"),
    path("setup/workers/<uuid:pk>/away", away, name="worker_away"),
    path("setup/workers/<uuid:pk>/leaves", leaves, name="worker_leaves"),
    path("setup/workers/<uuid:pk>/stays", stays, name="worker_stays"),
    path("setup/posts/<uuid:pk>/end", end_post, name="end_post"),
    path("setup/programme/", programme, name="setup_programme"),
    path("setup/programme/<uuid:pk>/words", programme_words, name="programme_words"),
    path("setup/programme/<uuid:pk>/pack", pack_contents, name="pack_contents"),
    path("setup/clocks/<uuid:pk>/", clock, name="setup_clock"),
    path("setup/consents/<uuid:pk>/", wording, name="setup_wording"),
    path("setup/lists/", code_lists, name="setup_codes"),
    path("setup/lists/<slug:name>/", code_list, name="setup_code"),
    path("setup/codes/<int:pk>/retire", retire_code, name="retire_code"),
]
