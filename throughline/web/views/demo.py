"""The demonstration's own pages: sign-in links and the mail viewer. Outside the demonstration they are not there."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from throughline.models import Mail
from throughline.queries.demo import is_demonstration, people_to_try, worker_of
from throughline.web.access import open_to_all


@open_to_all
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Show who can be tried."""
    if not is_demonstration():
        raise Http404
    return render(request, "demo.html", {"rows": people_to_try()})


@open_to_all
@require_safe
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as one of the invented people."""
    if not is_demonstration():
        raise Http404
    worker = worker_of(token)
    if worker is None:
        raise Http404
    login(request, worker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("today")


@open_to_all
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show the mail that the product wrote."""
    if not is_demonstration():
        raise Http404
    return render(request, "demo_mail.html", {"rows": Mail.objects.order_by("-made_at")[:50]})


urls = [
    path("demo/", who, name="demo"),
    path("demo/mail", mail, name="demo_mail"),
    path("demo/<str:token>", sign_in, name="demo_sign_in"),
]
