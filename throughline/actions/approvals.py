"""Each side approves an agreement in its own name; it is reviewed, put away, ended. Nothing of it is ever undone."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from throughline.actions.agreements import draft_of, state
from throughline.actions.beats import atomic, insist, moment, record
from throughline.actions.mail import tell_worker
from throughline.domain import agreements as rules
from throughline.domain.calendar import start_of
from throughline.domain.dated import day_before
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Role
from throughline.models import (
    Agreement,
    AgreementApproval,
    AgreementReview,
    AgreementVersion,
    Event,
    Organisation,
    Post,
    SharingTerm,
    sides_of,
)
from throughline.policy.agreements import APPROVING_ROLES, objection_to_carrying
from throughline.policy.standing import Standing

_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def missing(version: AgreementVersion) -> list[tuple[str, str]]:
    """Return what must still be said before anyone is asked to approve: (step, sentence)."""
    shared = set(version.terms.values_list("sharing__purpose", flat=True))
    purposes = list(version.purposes.select_related("purpose", "basis", "special", "offence"))
    found = rules.missing_parts(
        {part.name: getattr(version, part.name) for part in rules.PARTS},
        days_said=None not in (version.starts_on, version.ends_on, version.review_on),
        controllers=version.controllers,
        clock_said=version.clock is not None,
        purposes=[
            (
                one.purpose.words,
                {part.name: getattr(one, part.name) for part in rules.PURPOSE_PARTS},
                one.purpose_id in shared,
            )
            for one in purposes
        ],
    )
    for one in purposes:
        opens = 0
        for bits in version.terms.filter(sharing__purpose=one.purpose_id).values_list("opens", flat=True):
            opens |= bits
        wrong = objection_to_carrying(
            opens, purpose=one.purpose.words, basis=one.basis is not None, offence=one.offence is not None,
            special_carries=None if one.special is None else str(one.special.traits.get("carries", "")),
        )  # fmt: skip
        found += [("purposes", wrong.words)] if wrong else []
    return found


@atomic
def propose(pk: UUID, *, by: Standing, on: date) -> AgreementVersion:
    """Send a draft to its sides for approval: from now its words stay as they are.

    Raises AgreementVersion.DoesNotExist, Forbidden, Refused.
    """
    version = draft_of(pk, by=by, on=on)
    _lock_sides(version)
    lacks = missing(version)
    days = {"starts_on": version.starts_on, "ends_on": version.ends_on, "review_on": version.review_on}
    insist(
        may=None,
        can=rules.objection_to_proposing(state(version, at=moment()), missing=[words for _, words in lacks])
        or rules.objection_to_dates(**days, today=on)
        or _overlap(version, lower=start_of(version.starts_on), upper=start_of(version.ends_on + _DAY)),
    )
    version.proposed_at, version.proposed_by_id, version.version = moment(), by.worker, version.version + 1
    version.save(update_fields=["proposed_at", "proposed_by", "version"])
    record("agreement:propose", version, by=by, number=version.number)
    _tell(version, "propose", "An agreement waits for your approval", "An agreement between organisations waits for approval.", but=by, on=on)  # fmt: skip
    return version


@atomic
def approve(pk: UUID, *, by: Standing, organisation: Organisation, on: date) -> AgreementVersion:
    """Approve a version in the name of one side. With the last side's yes it is in force, or will be from its first day.

    The version in force until then ends at that very moment. Raises AgreementVersion.DoesNotExist, Forbidden, Refused.
    """
    version = _known(pk, by=by, on=on)
    now, sides = moment(), sides_of(by, on=on)
    approved = {one.organisation_id: one.worker_id for one in version.approvals.all()}
    parties = [party.organisation_id for party in version.agreement.parties.all()]
    may = Objection("not_for_them", "Only a partnership manager, data protection lead or team lead of that organisation can approve for it.", "organisation")  # fmt: skip
    insist(
        may=None if organisation.pk in sides else may,
        can=rules.objection_to_approving(
            state(version, at=now),
            side_is_party=organisation.pk in parties,
            side_has_approved=organisation.pk in approved,
            worker_has_approved=by.worker in approved.values(),
            ends_on=version.ends_on,
            review_on=version.review_on,
            today=on,
        ),
    )
    AgreementApproval(
        version=version, organisation=organisation, worker_id=by.worker, role=sides[organisation.pk], at=now
    ).save(force_insert=True)
    record("agreement:approve", version, by=by, organisation=str(organisation.pk), number=version.number)
    if set(parties) == {*approved, organisation.pk}:
        _bring_into_force(version, by=by, on=on, now=now)
    return version


@atomic
def put_away(pk: UUID, *, by: Standing, on: date, words: str = "") -> AgreementVersion:
    """Put away a version that is not approved yet: a draft by its keeper, one that waits by its keeper or by any side.

    Raises AgreementVersion.DoesNotExist, Forbidden, Refused.
    """
    version = _known(pk, by=by, on=on)
    keeps = Post.objects.held(on).filter(
        worker=by.worker, organisation=version.agreement.kept_by_id, role=Role.PARTNERSHIP_MANAGER
    )
    is_side = not {party.organisation_id for party in version.agreement.parties.all()}.isdisjoint(sides_of(by, on=on))
    insist(
        may=None
        if keeps.exists() or is_side
        else Objection("not_yours", "Only a side of it, or who keeps it, can do this."),
        can=rules.objection_to_putting_away(state(version, at=moment()), words=words),
    )
    _put_away(version, by=by, words=words)
    record("agreement:put_away", version, by=by, number=version.number)
    _tell(version, "put_away", "An agreement was put away", "A version of an agreement between organisations was put away before it was approved.", but=by, on=on)  # fmt: skip
    return version


@atomic
def end(
    agreement: UUID, *, by: Standing, organisation: Organisation, on: date, today: date, words: str
) -> AgreementVersion:
    """End an agreement in the name of one side: today means this very moment, a later day the end of that day.

    One row changes, the version's own: what rests on it closes with it, for both locks ask that row. A version that
    would have followed, or that waits, is put away. Raises Agreement.DoesNotExist, Forbidden, Refused.
    """
    kept = Agreement.objects.known_to(by, on=today).select_for_update(of=("self",)).get(pk=agreement)
    now = moment()
    running = list(kept.versions.select_for_update().filter(ends__gt=now).order_by("starts"))
    parties = {party.organisation_id for party in kept.parties.all()}
    version = running[0] if running else None
    speaks = organisation.pk in parties and organisation.pk in sides_of(by, on=today)
    insist(
        may=None if speaks else Objection("not_a_side", "Only a side of this agreement can end it, in its own name.", "organisation"),
        can=rules.objection_to_ending(
            in_force_or_agreed=version is not None, on=on, today=today, ends_on=version.ends_on if version else None, words=words
        ),
    )  # fmt: skip
    if version is None:  # insisted on above; said again for the reader
        raise Refused(Objection("not_in_force", "This agreement is not in force. There is nothing to end."))
    cut = now if on <= today else start_of(on + _DAY)
    for later in [one for one in running if one.starts >= cut and one.starts > now]:
        later.valid = None
        _put_away(later, by=by, words=words)
        record("agreement:put_away", later, by=by, number=later.number)
    for waiting in kept.versions.select_for_update().filter(
        valid__isnull=True, put_away_at__isnull=True, proposed_at__isnull=False
    ):
        _put_away(waiting, by=by, words=words)
        record("agreement:put_away", waiting, by=by, number=waiting.number)
    for one in running:
        if one.valid is None or one.ends <= cut:
            continue
        one.valid = _until(one, cut, now=now)
        one.ended_by_id, one.ended_for, one.ended_words = by.worker, organisation, words.strip()
        one.save(update_fields=["valid", "ended_by", "ended_for", "ended_words"])
    record("agreement:end", version, by=by, organisation=str(organisation.pk), on=on.isoformat())
    _tell(
        version, "end", "An agreement ends", "An agreement between organisations ends, or has ended.", but=by, on=today
    )
    return version


@atomic
def review(pk: UUID, *, by: Standing, words: str, next_on: date, on: date) -> AgreementReview:
    """Record that a side or its keeper looked at an agreement and left its words as they are.

    Raises AgreementVersion.DoesNotExist, Forbidden, Refused.
    """
    version = _known(pk, by=by, on=on)
    parties = {party.organisation_id for party in version.agreement.parties.all()}
    speaks = not (parties | {version.agreement.kept_by_id}).isdisjoint(sides_of(by, on=on))
    nothing = Objection("no_words", "Write what you found.", "words") if not words.strip() else None
    wrong = rules.objection_to_reviewing(
        state(version, at=moment()), next_on=next_on, ends_on=version.ends_on, today=on
    )
    if wrong is not None and wrong.field == "review_on":
        wrong = Objection(wrong.code, wrong.words, "next_on")
    insist(
        may=None if speaks else Objection("not_yours", "Only a side of it, or who keeps it, can do this."),
        can=wrong or nothing,
    )
    held = AgreementReview(version=version, by_id=by.worker, on=on, words=words.strip(), next_on=next_on)
    held.save(force_insert=True)
    record("agreement:review", version, by=by, next_on=next_on.isoformat())
    return held


def _known(pk: UUID, *, by: Standing, on: date) -> AgreementVersion:
    """Return a version that `by` may read, locked."""
    versions = AgreementVersion.objects.known_to(by, on=on).select_related("agreement")
    return versions.select_for_update(of=("self",)).get(pk=pk)


def _lock_sides(version: AgreementVersion) -> None:
    """Lock the organisations, always in one order: two agreements between them are then looked at one after the other."""
    sides = version.agreement.parties.values("organisation")
    list(Organisation.objects.filter(pk__in=sides).select_for_update().order_by("pk"))


def _bring_into_force(version: AgreementVersion, *, by: Standing, on: date, now: datetime) -> None:
    """Let a version that every side has approved run from its first day, or from now, and end the one before it there."""
    _lock_sides(version)
    lower = now if version.starts_on <= on else start_of(version.starts_on)
    upper = start_of(version.ends_on + _DAY)
    insist(may=None, can=_overlap(version, lower=lower, upper=upper))
    before = AgreementVersion.objects.select_for_update().filter(agreement=version.agreement_id, ends__gt=lower)
    for one in before:
        if one.starts >= lower and one.starts > now:
            one.valid = None  # approved, and overtaken before its first day
            _put_away(one, by=by, words="")
            record("agreement:put_away", one, by=by, number=one.number)
        else:
            one.valid = _until(one, lower, now=now)
            one.save(update_fields=["valid"])
    version.valid = DateTimeTZRange(lower, upper, "[)")
    version.save(update_fields=["valid"])
    version.refresh_from_db()
    record("agreement:in_force", version, by=by, number=version.number, starts=lower.isoformat())
    _tell(version, "in_force", "An agreement is approved", "An agreement between organisations has been approved by every side.", but=by, on=on)  # fmt: skip


def _until(version: AgreementVersion, cut: datetime, *, now: datetime) -> DateTimeTZRange:
    """Return the time of a version cut short. Begun and cut in one transaction, it takes an instant just before."""
    if version.starts < cut:
        return DateTimeTZRange(version.starts, cut, "[)")
    earlier = AgreementVersion.objects.filter(agreement=version.agreement_id, ends__lte=now).count()
    return DateTimeTZRange(now - _INSTANT * (earlier + 1), now - _INSTANT * earlier, "[)")


def _put_away(version: AgreementVersion, *, by: Standing, words: str) -> None:
    """Write that a version was put away, with what it was to be."""
    version.put_away_at, version.put_away_by_id, version.put_away_words = moment(), by.worker, words.strip()
    version.save(update_fields=["valid", "put_away_at", "put_away_by", "put_away_words"])


def _overlap(version: AgreementVersion, *, lower: datetime, upper: datetime) -> Objection | None:
    """Return what another agreement already carries between two of these sides in that time, or None."""
    for term in version.terms.select_related("sharing__purpose"):
        other = (
            SharingTerm.objects.filter(
                sharing__giver=term.sharing.giver_id,
                sharing__receiver=term.sharing.receiver_id,
                sharing__purpose=term.sharing.purpose_id,
                version__valid__overlap=DateTimeTZRange(lower, upper, "[)"),
            )
            .exclude(sharing__agreement=version.agreement_id)
            .select_related("version__agreement")
            .first()
        )
        if other is not None:
            return rules.objection_to_overlap(other.version.agreement.title, term.sharing.purpose.words)
    return None


def _tell(version: AgreementVersion, news: str, subject: str, body: str, *, but: Standing, on: date) -> None:
    """Write to those who may speak for a side. The mail names nobody, no organisation, and nothing that is shared."""
    for worker in speakers(version, on=on) - {but.worker}:
        tell_worker(
            worker, key=f"agreement:{news}:{version.pk}:{worker}", subject=subject, body=f"{body} Sign in to read it.",
            path=f"/agreements/{version.agreement_id}/",
        )  # fmt: skip


def speakers(version: AgreementVersion, *, on: date) -> set[UUID]:
    """Return the workers who may speak for a side of an agreement, or who keep it."""
    roles = [role.value for role in APPROVING_ROLES]
    sides = version.agreement.parties.values("organisation")
    speak = Post.objects.held(on).filter(organisation__in=sides, role__in=roles, worker__ended_on__isnull=True)
    keep = Post.objects.held(on).filter(
        organisation=version.agreement.kept_by_id, role=Role.PARTNERSHIP_MANAGER, worker__ended_on__isnull=True
    )
    return set(speak.values_list("worker", flat=True)) | set(keep.values_list("worker", flat=True))


@atomic
def remind(*, by: Standing, on: date) -> int:
    """Remind those who speak for a side that a review is due, or that an agreement ends soon. Once for each. Returns how many."""
    told = 0
    for version in AgreementVersion.objects.in_force().select_related("agreement"):
        last = version.reviews.first()
        due = last.next_on if last else version.review_on
        news = []
        if due is not None and due - rules.REVIEW_SOON <= on:
            news.append((f"review:{due}", "A review of an agreement is due", "An agreement between organisations is due for review."))  # fmt: skip
        if version.ends is not None and version.ends <= start_of(on + rules.ENDS_SOON):
            news.append((f"ends:{day_before(version.ends.date())}", "An agreement ends soon", "An agreement between organisations ends soon. What rests on it ends with it."))  # fmt: skip
        for key, subject, body in news:
            if not _told_already(version, key):
                _tell(version, key, subject, body, but=by, on=on)
                record("agreement:remind", version, by=by, news=key)
                told += 1
    return told


def _told_already(version: AgreementVersion, news: str) -> bool:
    return Event.objects.filter(what="agreement:remind", thing_id=str(version.pk), detail__news=news).exists()
