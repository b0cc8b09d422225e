"""What must I do now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.domain.vocabulary import Role
from throughline.models import Partnership
from throughline.policy.grants import Opens
from throughline.policy.standing import WORKING_ROLES
from throughline.queries.emergencies import to_look_into
from throughline.queries.sheets import late_sheets
from throughline.queries.thanks import thanks_to
from throughline.queries.today import today_of
from throughline.queries.worries import sent_to
from throughline.web.access import open_to_all
from throughline.web.looking import LISTED, shows
from throughline.web.pages.sheets import shelf_row
from throughline.web.pages.today import TodayPage, thanks_row


@open_to_all
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what the one asking must do now. An empty database is set up from here."""
    if request.standing is None and request.user.is_authenticated:
        return render(request, "no_longer.html", status=403)
    if request.standing is None:
        return redirect("account_login" if Partnership.objects.exists() else "begin")
    if request.standing.has(Role.SAFEGUARDING_LEAD):
        return redirect("worries")
    if not request.standing.roles & WORKING_ROLES:
        return redirect("setup" if request.standing.has(Role.ADMINISTRATOR, Role.PARTNERSHIP_MANAGER) else "more")
    now, day = timezone.now(), timezone.localdate()
    worries, again = sent_to(request.standing, on=day)
    page = TodayPage(today_of(by=request.standing, now=now, on=day), now=now, today=day)
    thanks = thanks_to(request.standing, now=now)
    shows(request, page.people)
    shows(request, [one.person_id for one in thanks])
    shows(request, page.kept_safe, opens=int(LISTED | Opens.SAFETY))
    return render(
        request,
        "today.html",
        {
            "page": page,
            "worries": worries,
            "worries_again": again,
            "thanks": [thanks_row(one, today=day) for one in thanks],
            "to_look_into": to_look_into(by=request.standing),
            "sheets": [
                shelf_row(one, mine=one.holder_id == request.standing.worker, today=day)
                for one in late_sheets(by=request.standing, on=day)
            ],
        },
    )


urls = [path("", today, name="today")]
