"""Inviting a worker to choose a password. There is no default one, and nobody else ever knows it."""

from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.urls import reverse

from throughline.actions import mail
from throughline.actions.beats import atomic, insist, record
from throughline.domain.objections import Objection, Refused
from throughline.models import Worker
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def invite(worker: UUID, *, by: Standing) -> None:
    """Mail a worker a link, good for three days, with which they choose a password. Sent again it is a new link."""
    insist(may=objection_to_setting_up(by))
    somebody = Worker.objects.select_related("account").get(pk=worker)
    if somebody.account is None or somebody.ended_on is not None:
        raise Refused(Objection("no_account", "There is nobody to invite here."))
    link = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(somebody.account),
            "key": default_token_generator.make_token(somebody.account),
        },
    )
    event = record("account:invite", somebody, by=by)
    mail.tell_worker(
        somebody.pk,
        key=f"invitation:{event.pk}",
        subject="Your Throughline account",
        body="You have been given an account. Open this link within three days to choose a password.",
        path=link,
    )


@atomic
def sign_out_everywhere(worker: UUID, *, by: Standing) -> None:
    """End every session of a worker: one's own, or as whoever sets up. The next request of each leads to signing in."""
    insist(may=None if worker == by.worker else objection_to_setting_up(by))
    somebody = Worker.objects.select_related("account").get(pk=worker)
    ended = 0
    for session in UserSession.objects.filter(user=somebody.account):
        session.end()
        ended += 1
    record("account:sign_out", somebody, by=by, sessions=ended)
