"""Pages for what goes wrong. Unknown and out of sight get the same page, to the byte."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern

urls: list[URLPattern] = []


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such page: the same words whether it is unknown or not yours."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why this may not be done, in the rule's own words where a rule said no."""
    objection = getattr(exception, "objection", None)
    return render(request, "403.html", {"words": objection.words if objection else ""}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that the request made no sense."""
    return render(request, "400.html", status=400)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that something was asked for too often, and when to try again. Nothing here counts for longer than five minutes."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed and that nothing was saved."""
    return render(request, "500.html", status=500)
