"""The words of letters and forms: changed with a preview, said to be checked, retired. Whoever does it sees no participant."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughline.actions import letters
from throughline.domain import letters as rules
from throughline.domain.letters import Kind, Language
from throughline.models import LetterWords, Programme
from throughline.queries.letters import partnership_name, statements_of, templates, words_of
from throughline.web.forms.letters import Reword, SayChecked, Versioned
from throughline.web.pages import words
from throughline.web.pages.letters import preview, template_row
from throughline.web.views.acting import form_page, or_404
from throughline.web.views.setup import only_who_sets_up


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the letters and forms that there are."""
    only_who_sets_up(request)
    return render(request, "setup/letters.html", {"rows": [template_row(one) for one in templates(retired=True)]})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the words of a letter, and see how it looks to somebody invented. Another's change meanwhile is shown."""
    only_who_sets_up(request)
    row = or_404(words_of(pk))
    asked = request.POST if request.method == "POST" else None
    form = Reword(asked, row=row)
    looks = asked is not None and asked.get("next") == "look"
    if looks and form.is_valid():
        objection = rules.objection_to_words(form.cleaned_data["title"], form.cleaned_data["body"])
        if objection is not None:
            form.object_to(objection)
    page = _page(row, form)
    if looks:
        return render(request, "setup/letter.html", {"form": form, "page": page}, status=422 if form.errors else 200)

    def act(said: dict[str, Any]) -> None:
        letters.reword(pk, by=request.standing, **said)

    return form_page(
        request, form, page, act, done="The words are in.", to=("letter_template", pk), template="setup/letter.html"
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def checked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a translator checked the words."""
    only_who_sets_up(request)
    row = or_404(words_of(pk))
    form = SayChecked(
        request.POST if request.method == "POST" else None, initial={"version": row.template.version}
    )  # fmt: skip

    def act(said: dict[str, Any]) -> None:
        letters.say_checked(pk, by=request.standing, now=timezone.now(), **said)

    page = {
        "title": f"{row.template.name}: checked", "lede": "From here on it can be printed. New words are to be checked anew.", "back": _back(row),
        "button": "They are checked",
    }  # fmt: skip
    return form_page(request, form, page, act, done="It can be printed now.", to=("letter_template", pk))


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a letter no more, or again."""
    only_who_sets_up(request)
    row = or_404(words_of(pk))
    retired = row.template.retired_on is not None
    form = Versioned(
        request.POST if request.method == "POST" else None, initial={"version": row.template.version}
    )  # fmt: skip

    def act(said: dict[str, Any]) -> None:
        if retired:
            letters.bring_back(pk, by=request.standing, **said)
        else:
            letters.retire(pk, by=request.standing, on=timezone.localdate(), **said)

    page = {
        "title": f"{'Bring back' if retired else 'Retire'}: {row.template.name}", "back": _back(row),
        "lede": "It can be printed again." if retired else "Nobody prints it any more. What was printed stays. You can bring it back.",
        "button": "Bring it back" if retired else "Retire it",
    }  # fmt: skip
    done = "It is offered again." if retired else "It is retired."
    return form_page(request, form, page, act, done=done, to=("letter_template", pk))


def _back(row: LetterWords) -> tuple[str, str]:
    return reverse("letter_template", args=[row.template_id]), row.template.name


def _page(row: LetterWords, form: Reword) -> dict[str, Any]:
    """Return what stands around the form: the fields, the preview, and the words now where somebody else changed them."""
    today, language = timezone.localdate(), row.template.language
    said = {name: form[name].value() for name in ("title", "body", "by_post")}
    programme = Programme.objects.on(today).order_by("from_on").first()
    statements = statements_of([programme.pk], on=today).get(programme.pk, ()) if programme else ()
    facts = rules.invented(language, partnership=partnership_name(), today=today)
    seen = str(form["version"].value() or "")
    other = language != Language.ENGLISH
    return {
        "title": row.template.name, "row": row, "fields": rules.FIELDS, "sender": facts["partnership"],
        "letter": preview(
            str(said["title"] or ""), str(said["body"] or ""), row, by_post=bool(said["by_post"]), facts=facts, statements=statements
        ),
        "now": row if form.is_bound and seen != str(row.template.version) else None,
        "unchecked": other and row.checked_at is None, "language": Language(language).label,
        "english": other and row.template.kind == Kind.CONSENT,
        "checked": f"{row.checked_with}, {words.day(timezone.localdate(row.checked_at), today=today)}" if row.checked_at else "",
        "versions": row.template.words.select_related("written_by"),
    }  # fmt: skip


urls = [
    path("setup/letters", listed, name="letter_templates"),
    path("setup/letters/<uuid:pk>", change, name="letter_template"),
    path("setup/letters/<uuid:pk>/checked", checked, name="check_letter_template"),
    path("setup/letters/<uuid:pk>/retire", retire, name="retire_letter_template"),
]
