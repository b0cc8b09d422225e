"""The people in every test, made through actions: the same names in the same parts, and a stranger beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from throughline.actions import partnership, programmes, workers
from throughline.domain.vocabulary import Nation, OrganisationKind, Role
from throughline.models import Organisation, Programme, Team, Worker, standing_of
from throughline.policy.standing import Standing

TODAY = date(2026, 11, 26)
BEGAN = date(2024, 1, 1)
GLASGOW, NORTH_LANARKSHIRE, FIFE = "S12000049", "S12000050", "S12000047"


@dataclass
class Cast:
    """Everybody, by the part they play."""

    administrator: Worker
    prison_coach: Worker
    other_coach: Worker
    mentor: Worker
    other_mentor: Worker
    duty_worker: Worker
    team_lead: Worker
    coordinator: Worker
    family_coordinator: Worker
    partner_coach: Worker
    evaluator: Worker
    safeguarding_lead: Worker
    record_steward: Worker
    stranger: Worker
    lead_charity: Organisation
    trust: Organisation
    team: Team
    other_team: Team
    programme: Programme
    service: Worker

    def stands(self, part: str | Worker, on: date = TODAY) -> Standing:
        """Return how one of the cast stands on a day."""
        return standing_of(getattr(self, part) if isinstance(part, str) else part, on=on)


@transaction.atomic
def make() -> Cast:
    """Make the partnership and everybody in it."""
    partnership.begin(
        name="Clyde Throughcare",
        nation=Nation.SCOTLAND,
        organisation="Clyde Mentoring",
        admin_name="Ada Admin",
        admin_email="ada@example.org",
        on=BEGAN,
    )
    service = Worker.objects.get(service=True)
    by = standing_of(Worker.objects.get(name="Ada Admin"), on=BEGAN)
    lead = Organisation.objects.get()
    trust = partnership.add_organisation(
        by=by, name="Hyndvale Community Trust", kind=OrganisationKind.FOOTBALL_TRUST, on=BEGAN
    )
    other = partnership.add_organisation(by=by, name="Far Charity", kind=OrganisationKind.CHARITY, on=BEGAN)
    team = partnership.add_team(by=by, organisation=lead, name="Glasgow", on=BEGAN, councils=[GLASGOW])
    other_team = partnership.add_team(
        by=by, organisation=lead, name="Lanarkshire", on=BEGAN, councils=[NORTH_LANARKSHIRE]
    )

    def worker(name, role, organisation=lead, **post):
        return workers.add(
            by=by,
            name=name,
            email=f"{name.split()[0].lower()}@example.org",
            employer=organisation,
            on=BEGAN,
            posts=[{"organisation": organisation, "role": role, **post}],
        )

    from throughline.models import Prison

    barlinnie, low_moss = Prison.objects.get(short_name="Barlinnie"), Prison.objects.get(short_name="Low Moss")
    cast = Cast(
        administrator=Worker.objects.get(name="Ada Admin"),
        prison_coach=worker("Iain Petrie", Role.PRISON_COACH, prison=barlinnie),
        other_coach=worker("Agnes Bell", Role.PRISON_COACH, prison=low_moss),
        mentor=worker("Moira Kerr", Role.MENTOR, team=team),
        other_mentor=worker("Nadia Rahman", Role.MENTOR, team=team),
        duty_worker=worker("Dod Weir", Role.DUTY_WORKER, team=team),
        team_lead=worker("Shona Muir", Role.TEAM_LEAD, team=team),
        coordinator=worker("Cora Lyle", Role.COORDINATOR),
        family_coordinator=worker("Fay Grant", Role.FAMILY_COORDINATOR),
        partner_coach=worker("Tom Hindle", Role.PARTNER_WORKER, trust),
        evaluator=worker("Eve Sutherland", Role.EVALUATOR),
        safeguarding_lead=worker("Farah Aziz", Role.SAFEGUARDING_LEAD),
        record_steward=worker("Rhona Steward", Role.RECORD_STEWARD),
        stranger=worker("Sandy Stranger", Role.MENTOR, other),
        lead_charity=lead,
        trust=trust,
        team=team,
        other_team=other_team,
        programme=programmes.begin(by=by, name="Through the gate", on=BEGAN),
        service=service,
    )
    second_lead = worker("Lorna Lead", Role.TEAM_LEAD, team=other_team)
    partnership.put_on_duty(team.pk, by=by, lead=cast.team_lead, duty_worker=cast.duty_worker, on=BEGAN)
    partnership.put_on_duty(other_team.pk, by=by, lead=second_lead, duty_worker=second_lead, on=BEGAN)
    partnership.switch_on(
        barlinnie.pk,
        by=by,
        team=team,
        duty_coach=cast.prison_coach,
        on=BEGAN,
        today=BEGAN,
        gate_desk="0141 496 0102",
        gate_words="main gate, Lee Avenue",
    )
    partnership.switch_on(low_moss.pk, by=by, team=team, duty_coach=cast.other_coach, on=BEGAN, today=BEGAN)
    return cast


def days(number: int) -> date:
    """Return the day a number of days after (or, below nought, before) the tests' today."""
    return TODAY + timedelta(days=number)
