"""The agreements of the demonstration: in force, ending soon with its renewal waiting, new and waiting, due for review.

Organisations and people are invented; what the agreements say is what such partnerships need to say.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from throughline.actions import agreements, approvals
from throughline.domain.agreements import Controllers
from throughline.models import AgreementVersion, Code, Episode, Organisation, Worker
from throughline.policy.grants import Opens
from throughline.policy.standing import Standing

_TEXTS = {
    "contacts": "Clyde Mentoring: Grace Munro, partnership manager, 0141 496 0120.\nThe partner: the person who approved this for it.",
    "rights": "Whoever is asked tells the other the same day. The one who holds the record answers within one month.",
    "told": "The mentor reads this with each person before anything is shared, and gives them the short page.",
    "accuracy": "Who finds a mistake puts it right and tells the other within two working days.",
    "roles": "Clyde Mentoring sends people, stays in touch and keeps the plan. The partner gives the sessions and says how they go.",
    "service_offer": "A place within two weeks, for as long as the person wishes. Nobody is turned away for missing a session.",
    "referral_contains": "Name, how to reach them, what they want, what to have in place, and that they said yes.",
    "measures": "How many were sent, came once, came four times; how they say they feel, asked before and after.",
    "retention": "Six years after someone moves on. A referral that came to nothing: one year.",
    "security": "Read in Throughline only, each with their own sign-in and a second step. Nothing by email.",
    "staff_change": "Access ends on the last day, recorded by the organisation that the worker leaves.",
    "onward": "Nothing is passed on without asking Clyde Mentoring first.",
    "breach": "Tell the other side’s data protection lead within 24 hours, by phone and in writing.",
    "emergencies": "If someone is in danger, say what is needed to keep them safe. Write down what was said and why.",
    "ending": "Access closes at once. What each side must keep by law it keeps; the rest is deleted within three months.",
    "governance": "The two managers meet every three months.",
    "dpia_ref": "Throughcare partnership DPIA 2026, version 2",
    "policy_ref": "Clyde Mentoring policy for special category and offence data",
}  # fmt: skip


def make(*, today: date, worker: Callable[..., Worker], by: Callable[[Worker], Standing]) -> None:
    """Make the agreements, with those who may speak for each side. `by` says how a worker stands."""
    named = {one.name: one for one in Organisation.objects.all()}
    lead, kin = named["Clyde Mentoring"], named["Kin Together"]
    trust, social = named["Hyndvale Community Trust"], named["Clydeside Justice Social Work"]
    manager = worker("Grace Munro", "partnership_manager", lead)
    speak = {
        lead: manager,
        trust: worker("Mairi Sim", "team_lead", trust),
        social: worker("Keith Adair", "data_protection_lead", social),
        kin: worker("Bridie Lamont", "partnership_manager", kin),
    }
    at = by(manager)

    def draft(title: str, other: Organisation, purposes: dict[str, tuple[str, str, int, int]], *, review: int, ends: int = 540) -> AgreementVersion:  # fmt: skip
        version = agreements.make(by=at, title=title, organisations=[lead, other], on=today)
        agreements.write(
            version.pk, by=at, version=None, on=today, starts_on=today, ends_on=today + timedelta(days=ends), review_on=today + timedelta(days=review),
            controllers=Controllers.SEPARATE, rights_by=None, clock_amount=5, clock_unit="working_days", **_TEXTS,
        )  # fmt: skip
        agreements.choose_purposes(
            version.pk, by=at, version=None, purposes=[_code("agreement_purposes", one) for one in purposes], on=today
        )
        for one in version.purposes.select_related("purpose"):
            aim, why, out, back = purposes[one.purpose.code]
            special = "equality" if one.purpose.code == "equality" else "support"
            agreements.write_purpose(
                one.pk, by=at, version=None, on=today, texts={"aim": aim, "necessity": why, "balance": "Without it people tell their story again and again, or are not kept safe."},
                basis=_code("lawful_bases", "legitimate_interests"), special=_code("special_conditions", special), offence=_code("offence_conditions", "support"),
                flows=[agreements.Flow(lead.pk, other.pk, out), agreements.Flow(other.pk, lead.pk, back)],
            )  # fmt: skip
        return version

    def approve(version: AgreementVersion, *sides: Organisation) -> None:
        approvals.propose(version.pk, by=at, on=today)
        for side in sides:
            approvals.approve(version.pk, by=by(speak[side]), organisation=side, on=today)

    named_only = Opens.IDENTITY | Opens.CONTACT
    football = draft(
        "Football after release", trust, review=40, ends=50,
        purposes={
            "referral": ("To get people to a session that they want to go to.", "The coach must know who comes and how to reach them.", named_only | Opens.PLAN, Opens.IDENTITY | Opens.MEASURES),
            "safety": ("To keep everyone at the session safe.", "The coach must know what to have in place, and never why.", Opens.IDENTITY | Opens.SAFETY, Opens.IDENTITY | Opens.SAFETY),
        },
    )  # fmt: skip
    approve(football, lead, trust)
    approve(
        draft(
            "Working together on release", social, review=180,
            purposes={
                "throughcare": ("To make one plan with the person, not two.", "Both work with the person in the same weeks.", named_only | Opens.JOURNEY | Opens.PLAN, named_only | Opens.JOURNEY | Opens.PLAN),
                "safety": ("To keep the person and others safe.", "Each must know what the other has put in place.", Opens.IDENTITY | Opens.SAFETY, Opens.IDENTITY | Opens.SAFETY),
            },
        ),
        lead, social,
    )  # fmt: skip
    fair = draft(
        "Is everyone treated fairly?", trust, review=14,
        purposes={"equality": ("To see who is offered a place and who is not.", "Counts alone would be too small to check.", Opens.IDENTITY | Opens.EQUALITY, 0)},
    )  # fmt: skip
    approve(fair, lead, trust)
    agreements.begin_version(fair.agreement_id, by=at, on=today)
    waits = draft(
        "Families and release", kin, review=365,
        purposes={"throughcare": ("To let families know when someone comes home, if the person says yes.", "A family can only get ready if it knows the day.", named_only | Opens.JOURNEY | Opens.FAMILY, Opens.IDENTITY | Opens.FAMILY)},
    )  # fmt: skip
    approve(waits, lead)
    for organisation, purpose, opens, because in (
        (trust, "referral", named_only, "To keep a place and to phone if a session moves."),
        (trust, "safety", Opens.IDENTITY | Opens.SAFETY, "To know what to have in place at a session."),
        (social, "throughcare", named_only | Opens.JOURNEY | Opens.PLAN, "To plan the first weeks with the mentor."),
    ):
        agreements.declare_need(
            by=by(speak[organisation]), organisation=organisation, purpose=_code("agreement_purposes", purpose), opens=int(opens),
            because=because, on=today,
        )  # fmt: skip


def share(*, today: date, by: Callable[[Worker], Standing], people: int = 3) -> None:
    """Let the mentors of some who are out open to the trust what the agreement allows."""
    lead, trust = (Organisation.objects.get(name=name) for name in ("Clyde Mentoring", "Hyndvale Community Trust"))
    out = Episode.objects.filter(ended_on=None, last_contact_at__isnull=False, custody_since=None)
    for episode in out.select_related("owner").order_by("pk")[:people]:
        agreements.open_under(
            episode.person_id, by=by(episode.owner), to=trust, giver=lead.pk, receiver=trust.pk, purpose="safety",
            because="goes to walking football", source_kind="episode", source=uuid4(), on=today,
        )  # fmt: skip
    # What was opened closes when the version in force ends: its renewal waits for the trust.
    manager = by(Worker.objects.get(name="Grace Munro"))
    football = AgreementVersion.objects.get(agreement__title="Football after release")
    renewal = agreements.begin_version(football.agreement_id, by=manager, on=today)
    agreements.write(
        renewal.pk, by=manager, version=None, on=today, starts_on=today + timedelta(days=14), ends_on=today + timedelta(days=415),
        review_on=today + timedelta(days=365), service_offer="A place within one week, for as long as the person wishes. Nobody is turned away for missing a session.",
    )  # fmt: skip
    approvals.propose(renewal.pk, by=manager, on=today)
    approvals.approve(renewal.pk, by=manager, organisation=lead, on=today)


def _code(name: str, code: str) -> Code:
    return Code.objects.get(list=name, code=code)
