"""What is new, for whoever asks; and the keys that save time, which may be put off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import habits as actions
from throughline.web.context import habits_of, news_of
from throughline.web.views.acting import saved


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Show what is new for the one asking, by day. From here on they know it."""
    told, unread = news_of(request)
    page = {"rows": [{"piece": one, "new": one in unread, "href": _address(one.where)} for one in told]}
    answer = render(request, "news.html", {"page": page})
    if unread:
        actions.read_news(by=request.standing, on=timezone.localdate())
    return answer


def _address(where: str) -> str:
    """Return the address of a page by its name, or nothing where the page is of one record."""
    try:
        return reverse(where) if where else ""
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys that do something; put single keys off, or on again."""
    if request.method == "POST":
        used = request.POST.get("used") == "yes"
        actions.use_keys(by=request.standing, used=used)
        return saved(request, "Single keys work." if used else "Single keys do nothing now.", "keys")
    return render(request, "keys.html", {"page": {"used": habits_of(request).keys}})


urls = [path("new/", news, name="news"), path("keys/", keys, name="keys")]
