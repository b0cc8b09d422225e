"""Signing up, and taking a consent back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.actions import consents
from throughline.domain.vocabulary import Way
from throughline.models import Consent
from throughline.web.access import episode_or_404, row_or_404
from throughline.web.forms.journey import AskAgain, SignUp, TakeBack
from throughline.web.views.acting import form_page


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign someone up: what is kept, why, with whom it may be shared, each answered by itself."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    form = SignUp(
        request.POST if request.method == "POST" else None, today=today, programme=record.episode.programme_id
    )
    name = record.person.called

    def act(said):
        consents.sign_up(
            pk, by=request.standing, answers=form.answers(), way=Way(said["way"]), on=said["on"], today=today,
            witness=said["witness"], shared_with=said["shared_with"],
        )  # fmt: skip

    page = {
        "title": f"Sign {name} up", "lede": "Read each line aloud. They say yes or no to each. The first two are needed to join.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name), "button": f"Sign {name} up",
    }  # fmt: skip
    return form_page(
        request,
        form,
        page,
        act,
        done=f"{name} has joined. The team for home has been told.",
        to=("person", record.person.pk),
    )


@require_http_methods(["GET", "POST"])
def ask_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what someone says now about one purpose."""
    record = episode_or_404(request, pk)
    today = timezone.localdate()
    form = AskAgain(
        request.POST if request.method == "POST" else None, today=today, programme=record.episode.programme_id
    )

    def act(said):
        consents.ask_again(pk, by=request.standing, today=today, **said | {"way": Way(said["way"])})

    page = {
        "title": f"Ask {record.person.called} again", "lede": "Read the words aloud. They may say no, and nothing else changes.",
        "back": (reverse("person", args=[record.person.pk]), record.person.name), "button": "Save the answer",
    }  # fmt: skip
    return form_page(request, form, page, act, done="The answer is in.", to=("person", record.person.pk))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that a consent was taken back."""
    consent = row_or_404(request, Consent, pk, "wording", writes=True)
    today = timezone.localdate()
    form = TakeBack(request.POST if request.method == "POST" else None, today=today)

    def act(said):
        consents.withdraw(pk, by=request.standing, today=today, **said)

    page = {
        "title": f"Take back: {consent.wording.get_purpose_display().lower()}", "lede": f"They said yes to: ‘{consent.wording.words}’",
        "back": (reverse("person", args=[consent.person_id]), consent.person.name), "button": "Take it back",
    }  # fmt: skip
    return form_page(request, form, page, act, done="That yes is taken back.", to=("person", consent.person_id))


urls = [
    path("episodes/<uuid:pk>/sign-up", sign_up, name="sign_up"),
    path("episodes/<uuid:pk>/ask-again", ask_again, name="ask_again"),
    path("consents/<uuid:pk>/withdraw", withdraw, name="withdraw_consent"),
]
