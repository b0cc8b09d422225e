"""One's own access tokens: made, named, ended. A secret is shown once, on the page that follows the press."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from throughline.actions import tokens as actions
from throughline.domain.objections import Refused
from throughline.models import Token
from throughline.queries.tokens import tokens_of
from throughline.web.access import fresh_second_factor
from throughline.web.forms.tokens import MakeToken
from throughline.web.views.acting import saved


@fresh_second_factor(back="tokens")
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's access tokens, and make one."""
    today = timezone.localdate()
    form = MakeToken(request.POST if request.method == "POST" else None, initial={"days": "30"})
    if form.is_bound and form.is_valid():
        last = today + timedelta(days=int(form.cleaned_data["days"]))
        try:
            made, secret = actions.make(
                by=request.standing, name=form.cleaned_data["name"], expires_on=last, today=today
            )
        except Refused as stopped:
            form.object_to(stopped.objection)
        else:
            return render(request, "token_made.html", {"token": made, "secret": secret})
    working, over = tokens_of(request.standing, on=today)
    page = {"working": working, "over": over, "description": reverse("api_description")}
    return render(request, "tokens.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@fresh_second_factor(back="tokens")
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    try:
        token = actions.end(pk, by=request.standing)
    except Token.DoesNotExist:
        raise Http404 from None
    return saved(request, f"“{token.name}” is ended. It opens nothing any more.", "tokens")


urls = [
    path("tokens/", tokens, name="tokens"),
    path("tokens/<uuid:pk>/end", end, name="end_token"),
]
