"""The demonstration's conflict, seal, cover, and a record opened in an emergency that waits to be looked into."""

from collections.abc import Callable
from datetime import date, timedelta

from throughline.actions import conflicts, covers, emergencies, sealed
from throughline.domain.calendar import add_working_days
from throughline.domain.conflicts import Knows
from throughline.domain.emergencies import REVIEW_DAYS, Reason
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.vocabulary import IdentifierKind, Stage
from throughline.models import Episode, Identifier, Worker, as_service
from throughline.policy.standing import Standing


def share(*, today: date, by: Callable[[Worker], Standing]) -> None:
    """Add one of each to the people who are there. Where there are too few of them, fewer."""
    who = {one.name: one for one in Worker.objects.filter(service=False)}
    with as_service():
        glasgow = list(
            Episode.objects.filter(team__name="Glasgow", signed_up_on__isnull=False, ended_on=None)
            .exclude(owner=who["Eck Dunn"])
            .select_related("owner")
            .order_by("-pk")[:2]
        )
        gone = Episode.objects.filter(stage=Stage.MOVED_ON).select_related("person", "owner").order_by("-pk").first()
        gone_number = _number(gone)
        numbers = [_number(one) for one in glasgow]
    conflicts.declare_unseen(
        by=by(who["Nadia Rahman"]), kind=Knows.DISPUTE, on=today, given_names="Colin", family_name="Baxter-Hume", birth_date=date(1988, 3, 9),
        words="We were neighbours.",
    )  # fmt: skip
    if glasgow:
        conflicts.declare(
            glasgow[0].person_id, by=by(who["Shona Muir"]), worker=who["Eck Dunn"], kind=Knows.CO_ACCUSED, on=today
        )
    if gone is not None and gone_number:
        sealed.seal(
            by=by(who["Isla Boyd"]), kind=SealKind.COLLEAGUE, part=Sealed.WHOLE, because="They work for a partner now.",
            holders=[gone.owner, who["Isla Boyd"]], review_on=today + timedelta(days=180), on=today, identifiers=gone_number,
        )  # fmt: skip
    if len(glasgow) > 1 and numbers[1]:
        emergencies.open_record(
            by=by(who["Tam Hendry"]), reason=Reason.LIFE, words="They rang the Airdrie office and said that they cannot go on.", minutes=120, on=today,
            due_on=add_working_days(today, REVIEW_DAYS, holidays=set()), identifiers=numbers[1],
        )  # fmt: skip
    covers.give(
        who["Moira Kerr"].pk, by=by(who["Moira Kerr"]), colleague=who["Nadia Rahman"], from_on=today + timedelta(days=3),
        until_on=today + timedelta(days=10), today=today,
    )  # fmt: skip


def _number(episode: Episode | None) -> dict[IdentifierKind, str]:
    """Return a number that a person has, by its kind."""
    if episode is None:
        return {}
    row = Identifier.objects.filter(person=episode.person_id, doubted_on=None).order_by("pk").first()
    return {IdentifierKind(row.kind): row.value} if row is not None else {}
