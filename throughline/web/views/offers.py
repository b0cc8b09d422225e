"""Who have we not asked?"""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import offers
from throughline.domain.objections import Forbidden, Refused
from throughline.domain.vocabulary import OfferAnswer
from throughline.queries.eligibility import verdicts
from throughline.queries.offers import board
from throughline.web.access import episode_or_404
from throughline.web.forms.journey import AnswerOffer, MakeOffer
from throughline.web.looking import shows
from throughline.web.pages import words
from throughline.web.pages.offers import BoardPage
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the board of a prison and month; record an offer made to several at once."""
    today = timezone.localdate()
    found = board(
        by=request.standing, prison=request.GET.get("prison", "")[:12], month=request.GET.get("month", "")[:7], on=today
    )
    form = MakeOffer(request.POST if request.method == "POST" else None, today=today)
    form.fields.pop("answer")
    form.fields.pop("reason")
    ticked = request.POST.getlist("who")
    chosen = [row for row in found.rows + found.missed_before if row.may_be_asked and str(row.episode.pk) in ticked]
    if form.is_bound and not chosen:
        form.is_valid()
        form.add_error(None, "Tick at least one person who was asked.")
    if form.is_bound and form.is_valid():
        try:
            # The objection is answered with a page, which would let the request's own transaction keep half of them.
            with transaction.atomic():
                for row in chosen:
                    offers.make(
                        row.episode.pk,
                        by=request.standing,
                        today=today,
                        shut_out_because=row.verdict.because,
                        **form.cleaned_data,
                    )
        except (Refused, Forbidden) as stopped:
            form.add_error(None, f"{row.episode.person.name}: {stopped.objection.words} Nothing was saved.")
        else:
            messages.success(request, f"Saved. {words.count(len(chosen), 'offer is', 'offers are')} in.")
            return redirect(f"{reverse('offers')}?{urlencode({'prison': found.prison, 'month': found.month})}")
    page = BoardPage(found, today=today, part=request.GET.get("show", "not_asked"))
    shows(request, page.people)
    return render(
        request,
        "offers.html",
        {"page": page, "form": form, "ticked": ticked},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that someone was asked, and what they said if they did."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    verdict = verdicts([record.episode], by=request.standing, on=today)[pk]
    form = MakeOffer(request.POST if request.method == "POST" else None, today=today)
    name = record.person.called

    def act(said):
        answer, reason = said.pop("answer"), said.pop("reason")
        offers.make(pk, by=request.standing, today=today, shut_out_because=verdict.because, **said)
        if answer:
            offers.answer(
                pk, by=request.standing, answer=OfferAnswer(answer), on=said["made_on"], today=today, reason=reason
            )

    page = {
        "title": f"{name} was asked",
        "lede": "They decide. A no costs nothing, and they can say yes later.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
    }
    return form_page(request, form, page, act, done=f"The offer to {name} is in.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what someone said."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    form = AnswerOffer(request.POST if request.method == "POST" else None, today=today)

    def act(said):
        offers.answer(pk, by=request.standing, today=today, answer=OfferAnswer(said.pop("answer")), **said)

    page = {
        "title": f"What {record.person.called} said",
        "back": (reverse("person", args=[record.person.pk]), record.person.name),
    }
    return form_page(request, form, page, act, done="The answer is in.", to=("person", record.person.pk))


urls = [
    path("offers/", show, name="offers"),
    path("offers/<uuid:pk>/make", make, name="make_offer"),
    path("offers/<uuid:pk>/answer", answer, name="answer_offer"),
]
