"""Who can see this record, who has looked, and what the data protection lead must look into."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import oversight
from throughline.domain.calendar import add_working_days
from throughline.domain.looks import REPLY_DAYS, Exemption, How, Noticed
from throughline.exchange.record_sheet import RecordSheet, record_pdf
from throughline.models import Alert, Question, Worker
from throughline.policy.grants import Opens
from throughline.policy.standing import objection_to_overseeing
from throughline.queries.holidays import holidays_of_partnership
from throughline.queries.looks import desk_of, evidence_of, kept_back, questions_of, shared, who_can_see, who_looked
from throughline.queries.records import Record
from throughline.web.access import record_or_404
from throughline.web.forms.oversight import AnswerQuestion, AskAboutLooks, DealWithAlert, KeepBack, ReviewKept
from throughline.web.looking import shows
from throughline.web.pages import looks as said
from throughline.web.pages import words
from throughline.web.views.acting import form_page

FIRST = 10


@require_safe
def why(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why the one asking can see this record, and who else can."""
    record = record_or_404(request, pk)
    today = timezone.localdate()
    found = who_can_see(pk, on=today)
    mine = [one for one in found if one.pk in request.standing.keys]
    cards = {one.pk: said.card(one, today=today) for one in found}
    page = {
        "person": record.person,
        "back": (reverse("person", args=[pk]), record.person.name),
        "mine": [f"{one.name} {because}." for one in mine for _, because, _ in one.reasons],
        "sees": said.theirs(said.kinds(record.opens)),
        "work": record.may_work,
        "others": [cards[one.pk] | {"sees": said.theirs(str(cards[one.pk]["sees"])), "why": [said.theirs(w) for w in cards[one.pk]["why"]], "until": said.theirs(str(cards[one.pk]["until"]))}
                   for one in found if one.pk != request.standing.worker],
    }  # fmt: skip
    return render(request, "why.html", {"page": page})


def _mine(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Return what the person is shown of their own record's doors."""
    today, pk = timezone.localdate(), record.person.pk
    found = who_can_see(pk, on=today)
    return {
        "person": record.person,
        "back": (reverse("person", args=[pk]), record.person.name),
        "count": said.count(found),
        "cards": [said.card(one, today=today) for one in found],
        "lines": [said.line(one, today=today) for one in who_looked(pk)],
        "shared": [(words.day(on, today=today), whom, what) for on, whom, what in shared(record, by=request.standing)],
        "questions": [
            (one, words.day(one.asked_on, today=today), words.day(one.due_on, today=today))
            for one in questions_of(record, by=request.standing)
        ],
        "work": record.may_work,
    }


@require_safe
def my_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a person, beside their mentor, who can see their record and who has looked."""
    page = _mine(request, record_or_404(request, pk))
    return render(
        request, "my_record.html", {"page": page | {"first": page["lines"][:FIRST], "rest": page["lines"][FIRST:]}}
    )


@require_safe
def print_my_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the same on paper."""
    page = _mine(request, record_or_404(request, pk))
    sheet = RecordSheet(
        name=page["person"].name, count=page["count"],
        cards=tuple((c["name"], c["what"], c["sees"], ". ".join(c["why"]), c["until"]) for c in page["cards"]),
        lines=tuple((f"{one['who']} {one['did']}", f"{one['when']}. {one['why']}") for one in page["lines"]),
        shared=tuple((whom, f"{what}. {day}") for day, whom, what in page["shared"]),
        printed=words.day(timezone.localdate()),
    )  # fmt: skip
    response = HttpResponse(record_pdf(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="my-record.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what a person asks about any of it."""
    record = record_or_404(request, pk, writes=True)
    today = timezone.localdate()
    form = AskAboutLooks(request.POST if request.method == "POST" else None)
    due_on = add_working_days(today, REPLY_DAYS, holidays=holidays_of_partnership().keys())
    page = {
        "title": "Ask about this",
        "lede": f"The data protection lead answers by {words.day(due_on, today=today)}.",
        "back": (reverse("my_record", args=[pk]), f"Who can see {record.person.called}’s record"),
        "button": "Ask",
    }

    def act(answers: dict[str, Any]) -> None:
        oversight.ask(pk, by=request.standing, on=today, due_on=due_on, **answers)

    return form_page(request, form, page, act, done="Your question is on its way.", to=("my_record", pk))


def for_data_protection(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the data protection lead in; to everyone else the page is not there."""

    @wraps(view)
    def handle(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if objection_to_overseeing(request.standing) is not None:
            raise Http404
        return view(request, **kwargs)

    return handle


@require_safe
@for_data_protection
def desk(request: HttpRequest) -> HttpResponse:
    """Show the questions, alerts and entries kept back that wait for the data protection lead."""
    today = timezone.localdate()
    found = desk_of()
    shows(request, {one.person_id for one in (*found.questions, *found.kept_back)}, opens=int(Opens.IDENTITY))
    page = {
        "questions": [(one, words.day(one.due_on, today=today), one.due_on < today) for one in found.questions],
        "alerts": [(one, Noticed(one.kind).label, words.day(one.day, today=today), len(one.evidence)) for one in found.alerts],
        "kept_back": [(one, Exemption(one.exemption).label, words.day(one.review_on, today=today), one.review_on <= today) for one in found.kept_back],
    }  # fmt: skip
    return render(request, "oversight.html", {"page": page})


@require_http_methods(["GET", "POST"])
@for_data_protection
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a question."""
    question = get_object_or_404(
        Question.objects.visible_to(request.standing).select_related("person", "asked_by"), pk=pk
    )
    form = AnswerQuestion(request.POST if request.method == "POST" else None)
    shows(request, [question.person_id], opens=int(Opens.IDENTITY), how=How.VIEW)
    page = {
        "title": f"{question.person.name} asks",
        "back": (reverse("oversight"), "The read log"),
        "button": "Answer",
        "question": question,
    }

    def act(answers: dict[str, Any]) -> None:
        oversight.answer(pk, by=request.standing, words=answers["answer"], now=timezone.now())

    return form_page(
        request, form, page, act, done="The answer is in.", to=("oversight",), template="answer_question.html"
    )


@require_http_methods(["GET", "POST"])
@for_data_protection
def keep_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep one worker's entries back from the person who asked."""
    question = get_object_or_404(Question.objects.visible_to(request.standing).select_related("person"), pk=pk)
    today = timezone.localdate()
    workers = list(Worker.objects.filter(service=False).order_by("name"))
    form = KeepBack(request.POST if request.method == "POST" else None, workers=workers, today=today)
    shows(request, [question.person_id], opens=int(Opens.IDENTITY), how=How.VIEW)
    page = {
        "title": f"Keep entries back from {question.person.name}",
        "lede": "Only where the law lets you. Their page always says that some entries may be withheld.",
        "back": (reverse("answer_question", args=[pk]), "The question"),
        "button": "Keep them back",
    }

    def act(answers: dict[str, Any]) -> None:
        answers["worker"] = form.workers[answers["worker"]]
        oversight.withhold(pk, by=request.standing, on=today, **answers)

    return form_page(request, form, page, act, done="They are kept back.", to=("oversight",))


@require_http_methods(["GET", "POST"])
@for_data_protection
def review_kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at what is kept back again: go on, or show it."""
    kept = kept_back(pk)
    if kept is None:
        raise Http404
    today = timezone.localdate()
    form = ReviewKept(request.POST if request.method == "POST" else None, today=today)
    shows(request, [kept.person_id], opens=int(Opens.IDENTITY), how=How.VIEW)
    page = {
        "title": f"What {kept.name} is not shown",
        "lede": f"That {kept.worker.name} looked is kept back. {Exemption(kept.exemption).label}. In words: {kept.because} {kept.by.name} decided this {words.day(kept.from_on, today=today)}.",
        "back": (reverse("oversight"), "The read log"), "button": "Save",
    }  # fmt: skip

    def act(answers: dict[str, Any]) -> None:
        if answers["decision"] == "show":
            oversight.show_again(pk, by=request.standing, now=timezone.now())
        else:
            oversight.keep_on(
                pk, by=request.standing, because=answers["because"], review_on=answers["review_on"], on=today
            )

    return form_page(request, form, page, act, done="It is looked at.", to=("oversight",))


@require_http_methods(["GET", "POST"])
@for_data_protection
def deal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the evidence of an alert, and say what came of it."""
    alert = get_object_or_404(Alert.objects.select_related("worker"), pk=pk)
    today = timezone.localdate()
    evidence = evidence_of(pk)
    shows(request, {one.pk for row in evidence for one in row["people"]}, opens=int(Opens.IDENTITY))
    form = DealWithAlert(request.POST if request.method == "POST" else None)
    page = {
        "title": f"{alert.worker.name}: {Noticed(alert.kind).label.lower()}", "back": (reverse("oversight"), "The read log"), "button": "It is dealt with",
        "alert": alert, "day": words.day(alert.day, today=today),
        "rows": [(one, words.day_and_time(one["at"], today=today), How(one["how"]).label) for one in evidence],
    }  # fmt: skip

    def act(answers: dict[str, Any]) -> None:
        oversight.deal(pk, by=request.standing, now=timezone.now(), **answers)

    return form_page(
        request, form, page, act, done="It is dealt with.", to=("oversight",), template="deal_with_alert.html"
    )


urls = [
    path("people/<uuid:pk>/why", why, name="why"),
    path("people/<uuid:pk>/record", my_record, name="my_record"),
    path("people/<uuid:pk>/record.pdf", print_my_record, name="print_my_record"),
    path("people/<uuid:pk>/ask", ask, name="ask_about_looks"),
    path("log/", desk, name="oversight"),
    path("log/questions/<uuid:pk>/", answer, name="answer_question"),
    path("log/questions/<uuid:pk>/keep-back", keep_back, name="keep_back"),
    path("log/kept-back/<uuid:pk>/", review_kept, name="review_kept"),
    path("log/alerts/<uuid:pk>/", deal, name="deal_with_alert"),
]
