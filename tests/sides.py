"""Agreements for tests, made through actions; and the people who may speak for each side.

Their days count from the real today: whether an agreement is in force is the database's clock to say.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from tests.cast import BEGAN, Cast
from throughline.actions import agreements, approvals, partnership, workers
from throughline.domain.agreements import PARTS, Controllers
from throughline.domain.vocabulary import OrganisationKind, Role
from throughline.models import AgreementVersion, Code, Organisation, Worker, standing_of
from throughline.policy.grants import Opens

SAID_TO_OPEN = Opens.IDENTITY | Opens.CONTACT | Opens.SAFETY
TEXTS = {part.name: f"{part.label}: as said." for part in PARTS}


@dataclass
class Sides:
    """Who may make and approve, at each organisation."""

    manager: Worker
    guardian: Worker
    trust_lead: Worker
    social_guardian: Worker
    far_manager: Worker
    lead: Organisation
    trust: Organisation
    social: Organisation
    today: date

    def stands(self, part: str | Worker):
        """Return how one of them stands today."""
        return standing_of(getattr(self, part) if isinstance(part, str) else part, on=self.today)

    def day(self, number: int) -> date:
        """Return the day a number of days after today."""
        return self.today + timedelta(days=number)


def sides(cast: Cast) -> Sides:
    """Add those who speak for an organisation to the cast."""
    by = cast.stands("administrator")
    social = partnership.add_organisation(
        by=by, name="Clydeside Justice Social Work", kind=OrganisationKind.SOCIAL_WORK, on=BEGAN
    )
    far = Organisation.objects.get(name="Far Charity")

    def worker(name, role, organisation):
        return workers.add(
            by=by, name=name, email=f"{name.split()[0].lower()}@example.org", employer=organisation, on=BEGAN,
            posts=[{"organisation": organisation, "role": role}],
        )  # fmt: skip

    return Sides(
        manager=worker("Grace Munro", Role.PARTNERSHIP_MANAGER, cast.lead_charity),
        guardian=worker("Una Blair", Role.DATA_PROTECTION_LEAD, cast.lead_charity),
        trust_lead=worker("Mairi Sim", Role.TEAM_LEAD, cast.trust),
        social_guardian=worker("Keith Adair", Role.DATA_PROTECTION_LEAD, social),
        far_manager=worker("Olga Far", Role.PARTNERSHIP_MANAGER, far),
        lead=cast.lead_charity,
        trust=cast.trust,
        social=social,
        today=timezone.localdate(),
    )


def answer(name: str, code: str) -> Code:
    """Return a code of a list."""
    return Code.objects.get(list=name, code=code)


def drafted(
    them: Sides,
    *,
    title: str = "Football after release",
    other: Organisation | None = None,
    purpose: str = "referral",
    opens: int = Opens.IDENTITY | Opens.CONTACT | Opens.SAFETY | Opens.HEALTH,
    back: int = Opens.IDENTITY | Opens.MEASURES,
    starts: int = 0,
    ends: int = 365,
    review: int = 180,
) -> AgreementVersion:
    """Write a whole draft between the lead charity and another organisation, by default the trust."""
    by, other = them.stands("manager"), other or them.trust
    version = agreements.make(by=by, title=title, organisations=[them.lead, other], on=them.today)
    return fill(
        them, version, other=other, purpose=purpose, opens=opens, back=back, starts=starts, ends=ends, review=review
    )


def fill(them, version, *, other, purpose="referral", opens, back=0, starts=0, ends=365, review=180):
    """Write every part of a draft."""
    by = them.stands("manager")
    version = agreements.write(
        version.pk, by=by, version=None, on=them.today, starts_on=them.day(starts), ends_on=them.day(ends), review_on=them.day(review),
        controllers=Controllers.SEPARATE, rights_by=None, clock_amount=5, clock_unit="working_days", **TEXTS,
    )  # fmt: skip
    agreements.choose_purposes(
        version.pk, by=by, version=None, purposes=[answer("agreement_purposes", purpose)], on=them.today
    )
    agreements.write_purpose(
        version.purposes.get().pk, by=by, version=None, on=them.today,
        texts={"aim": "To get people to a session.", "necessity": "The coach must know who comes.", "balance": ""},
        basis=answer("lawful_bases", "legitimate_interests"), special=answer("special_conditions", "support"),
        offence=answer("offence_conditions", "support"),
        flows=[agreements.Flow(them.lead.pk, other.pk, int(opens)), agreements.Flow(other.pk, them.lead.pk, int(back))],
    )  # fmt: skip
    version.refresh_from_db()
    return version


def proposed(them: Sides, **said) -> AgreementVersion:
    """Write a draft and send it for approval."""
    version = drafted(them, **said)
    return approvals.propose(version.pk, by=them.stands("manager"), on=them.today)


def in_force(them: Sides, **said) -> AgreementVersion:
    """Let both sides approve."""
    version = proposed(them, **said)
    return approve_all(them, version)


def approve_all(them: Sides, version: AgreementVersion) -> AgreementVersion:
    """Let every side approve a version that waits."""
    speak = {them.lead.pk: "guardian", them.trust.pk: "trust_lead", them.social.pk: "social_guardian"}
    for party in version.agreement.parties.all():
        approvals.approve(
            version.pk, by=them.stands(speak[party.organisation_id]), organisation=party.organisation, on=them.today
        )
    version.refresh_from_db()
    return version


def need(
    them: Sides, opens: int, *, organisation: Organisation | None = None, who: str = "trust_lead", purpose="referral"
):
    """Let an organisation, by default the trust, declare what it needs."""
    return agreements.declare_need(
        by=them.stands(who), organisation=organisation or them.trust, purpose=answer("agreement_purposes", purpose),
        opens=int(opens), because="To run a session.", on=them.today,
    )  # fmt: skip
