"""Sessions: since when, last used when, and what was kept of a locked page."""

from allauth.usersessions.models import UserSession

from throughline.models import KeptForm
from throughline.policy.standing import Standing


def session_of(session_key: str) -> UserSession | None:
    """Return what is known of a session, with whose it is and how they like to work, or None."""
    return UserSession.objects.filter(session_key=session_key).select_related("user__worker__habits").first()


def kept_for(by: Standing, *, session: str, path: str) -> KeptForm | None:
    """Return the form of a page that this worker sent in this session while it was locked, or None."""
    return KeptForm.objects.filter(worker=by.worker, session=session, path=path).first()
