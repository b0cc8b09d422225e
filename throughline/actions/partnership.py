"""Setting up: the partnership, its organisations, teams and prisons. Every row is dated; an ended row stays."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughline.actions import accounts, codes, ownership, workers
from throughline.actions.beats import atomic, insist, make_room, record, still_in_force, unchanged
from throughline.domain import dated
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import Nation, OrganisationKind, Role
from throughline.models import (
    AgreementVersion,
    Council,
    Episode,
    Organisation,
    Partnership,
    Prison,
    PrisonService,
    Team,
    TeamArea,
    TeamDuty,
    Worker,
    standing_of,
)
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def begin(
    *,
    by: Standing | None = None,
    name: str,
    nation: Nation,
    organisation: str,
    admin_name: str,
    admin_email: str,
    on: date,
    demonstration: bool = False,
) -> Partnership:
    """Set up an empty database: the partnership, its lead organisation, the first administrator, the shipped lists.

    `by` is nobody: there is nobody yet. The administrator is invited by mail and chooses a password; none is made.
    A demonstration is marked as one for ever. Raises Refused when it has been set up already.
    """
    if Partnership.objects.exists():
        raise Refused(Objection("set_up_already", "This has been set up already. Sign in to go on."))
    partnership = Partnership(name=name.strip(), nation=nation, set_up_on=on, demonstration=demonstration)
    partnership.save(force_insert=True)
    lead = Organisation(name=organisation.strip(), kind=OrganisationKind.LEAD_CHARITY, from_on=on)
    lead.save(force_insert=True)
    service = Worker(name="Throughline", service=True, employer=lead, started_on=on)
    service.save(force_insert=True)
    by = standing_of(service, on=on)
    codes.ship(by=by, on=on)
    admin = workers.add(
        by=by,
        name=admin_name,
        email=admin_email,
        employer=lead,
        on=on,
        posts=[{"organisation": lead, "role": Role.ADMINISTRATOR}],
    )
    accounts.invite(admin.pk, by=by)
    record("partnership:begin", partnership, by=by)
    return partnership


@atomic
def finish_demonstration(*, by: Standing, at: datetime) -> Partnership:
    """Say that a demonstration has been made whole. Raises Refused where the partnership is a real one."""
    insist(may=objection_to_setting_up(by))
    partnership = Partnership.objects.select_for_update().get()
    if not partnership.demonstration:
        raise Refused(Objection("not_a_demonstration", "This is no demonstration."))
    partnership.demonstration_ready_at = at
    partnership.save(update_fields=["demonstration_ready_at"])
    record("partnership:finish_demonstration", partnership, by=by)
    return partnership


@atomic
def describe(*, by: Standing, name: str, nation: Nation, version: int | None = None) -> Partnership:
    """Change the partnership's name or nation."""
    insist(may=objection_to_setting_up(by))
    partnership = Partnership.objects.select_for_update().get()
    unchanged(partnership, version)
    if nation != partnership.nation and PrisonService.objects.exists():
        raise Refused(
            Objection("nation_in_use", "You work in prisons of this nation already, so it stays as it is.", "nation")
        )
    partnership.name, partnership.nation, partnership.version = name.strip(), nation, partnership.version + 1
    partnership.save(update_fields=["name", "nation", "version"])
    record("partnership:describe", partnership, by=by)
    return partnership


@atomic
def add_organisation(*, by: Standing, name: str, kind: OrganisationKind, on: date) -> Organisation:
    """Add a partner. Raises Refused if one of that name is there already."""
    insist(may=objection_to_setting_up(by))
    if Organisation.objects.on(on).filter(name__iexact=name.strip()).exists():
        raise Refused(Objection("name_taken", "There is already an organisation of that name.", "name"))
    organisation = Organisation(name=name.strip(), kind=kind, from_on=on)
    organisation.save(force_insert=True)
    record("organisation:add", organisation, by=by)
    return organisation


@atomic
def rename_organisation(
    pk: UUID, *, by: Standing, version: int | None, name: str, kind: OrganisationKind
) -> Organisation:
    """Put a partner's name or kind right. Raises Refused if another has that name."""
    insist(may=objection_to_setting_up(by))
    organisation = Organisation.objects.select_for_update().get(pk=pk)
    unchanged(organisation, version)
    if Organisation.objects.filter(name__iexact=name.strip(), until_on__isnull=True).exclude(pk=pk).exists():
        raise Refused(Objection("name_taken", "There is already an organisation of that name.", "name"))
    organisation.name, organisation.kind, organisation.version = name.strip(), kind, organisation.version + 1
    organisation.save(update_fields=["name", "kind", "version"])
    record("organisation:rename", organisation, by=by)
    return organisation


@atomic
def end_organisation(pk: UUID, *, by: Standing, on: date) -> Organisation:
    """End a partner's row on its last day. Raises Refused while it has teams, posts or agreements in force."""
    insist(may=objection_to_setting_up(by))
    organisation = Organisation.objects.select_for_update().get(pk=pk)
    agreed = AgreementVersion.objects.in_force().filter(agreement__parties__organisation=organisation)
    in_force = organisation.teams.on(on).count() + organisation.posts.held(on).count() + agreed.count()
    insist(
        may=None,
        can=dated.objection_to_ending(organisation.from_on, organisation.until_on, on=on, resting_on_it=in_force),
    )
    return _end(organisation, "organisation:end", by=by, on=on)


@atomic
def add_team(
    *, by: Standing, organisation: Organisation, name: str, on: date, councils: list[str] | None = None
) -> Team:
    """Add an area team and the council areas that it serves."""
    insist(may=objection_to_setting_up(by))
    if Team.objects.on(on).filter(organisation=organisation, name__iexact=name.strip()).exists():
        raise Refused(Objection("name_taken", "There is already a team of that name.", "name"))
    team = Team(organisation=organisation, name=name.strip(), from_on=on)
    team.save(force_insert=True)
    record("team:add", team, by=by)
    for council in councils or []:
        serve_area(team.pk, by=by, council=council, on=on)
    return team


@atomic
def rename_team(pk: UUID, *, by: Standing, version: int | None, name: str) -> Team:
    """Put a team's name right. Raises Refused if another team of its organisation has it."""
    insist(may=objection_to_setting_up(by))
    team = Team.objects.select_for_update().get(pk=pk)
    unchanged(team, version)
    same = Team.objects.filter(organisation=team.organisation_id, name__iexact=name.strip(), until_on__isnull=True)
    if same.exclude(pk=pk).exists():
        raise Refused(Objection("name_taken", "There is already a team of that name.", "name"))
    team.name, team.version = name.strip(), team.version + 1
    team.save(update_fields=["name", "version"])
    record("team:rename", team, by=by)
    return team


@atomic
def end_team(pk: UUID, *, by: Standing, on: date) -> Team:
    """End a team on its last day. Raises Refused while someone in it is worked with, or has a post in it."""
    insist(may=objection_to_setting_up(by))
    team = Team.objects.select_for_update().get(pk=pk)
    in_force = Episode.objects.filter(team=team, ended_on__isnull=True).count() + team.posts.held(on).count()
    insist(may=None, can=dated.objection_to_ending(team.from_on, team.until_on, on=on, resting_on_it=in_force))
    for row in [*team.areas.filter(until_on__isnull=True), *team.duties.filter(until_on__isnull=True)]:
        _end(row, "team:end_row", by=by, on=on)
    return _end(team, "team:end", by=by, on=on)


@atomic
def serve_area(team: UUID, *, by: Standing, council: str, on: date) -> TeamArea:
    """Let a team serve a council area. Raises Refused if another team serves it."""
    insist(may=objection_to_setting_up(by))
    area = Council.objects.get(pk=council)
    Team.objects.select_for_update().get(pk=team)
    held = TeamArea.objects.filter(council=area, until_on__isnull=True).select_related("team").first()
    if held is not None and held.team_id == team and held.from_on <= on:
        return held
    if held is not None:
        raise Refused(
            Objection("area_taken", f"{held.team.name} already serves {area.name}. End that first.", "councils")
        )
    make_room(TeamArea.objects.filter(council=area), on=on)
    served = TeamArea(team_id=team, council=area, from_on=on)
    served.save(force_insert=True)
    record("team:serve", served, by=by, council=area.code)
    return served


@atomic
def leave_area(pk: UUID, *, by: Standing, on: date) -> TeamArea:
    """End a team's service of a council area."""
    insist(may=objection_to_setting_up(by))
    area = TeamArea.objects.select_for_update().get(pk=pk)
    insist(may=None, can=dated.objection_to_ending(area.from_on, area.until_on, on=on))
    return _end(area, "team:leave_area", by=by, on=on)


@atomic
def put_on_duty(
    team: UUID,
    *,
    by: Standing,
    lead: Worker,
    duty_worker: Worker,
    on: date,
    deputy: Worker | None = None,
    seen: str | None = None,
) -> TeamDuty:
    """Say who leads a team and who takes its new people. The row before it ends the day before."""
    insist(may=objection_to_setting_up(by))
    earlier = TeamDuty.objects.select_for_update().filter(team=team, until_on__isnull=True).first()
    still_in_force(earlier, seen=seen)
    duty = TeamDuty(team_id=team, lead=lead, duty_worker=duty_worker, deputy=deputy, from_on=on)
    _follow(earlier, duty, on=on, among=TeamDuty.objects.filter(team=team))
    record("team:put_on_duty", duty, by=by)
    return duty


@atomic
def switch_on(
    prison: str,
    *,
    by: Standing,
    team: Team,
    duty_coach: Worker,
    on: date,
    today: date,
    deputy: Worker | None = None,
    gate_desk: str = "",
    gate_words: str = "",
    seen: str | None = None,
) -> PrisonService:
    """Work in a prison from a day on, or change its duty coach. The row before it ends the day before.

    People there who wait to be asked go to the new coach: at once, or on the morning of a day that is still to come.
    """
    insist(may=objection_to_setting_up(by))
    place = Prison.objects.get(pk=prison)
    earlier = PrisonService.objects.select_for_update().filter(prison=place, until_on__isnull=True).first()
    still_in_force(earlier, seen=seen)
    service = PrisonService(
        prison=place,
        team=team,
        duty_coach=duty_coach,
        deputy=deputy,
        gate_desk=gate_desk,
        gate_words=gate_words,
        from_on=on,
    )
    _follow(earlier, service, on=on, among=PrisonService.objects.filter(prison=place))
    record("prison:switch_on", service, by=by, prison=prison)
    if on <= today:
        ownership.follow_duty(service, by=by, on=on)
    return service


@atomic
def switch_off(pk: UUID, *, by: Standing, on: date) -> PrisonService:
    """Stop working in a prison after a day. Whoever waits there stays with their owner."""
    insist(may=objection_to_setting_up(by))
    service = PrisonService.objects.select_for_update().get(pk=pk)
    insist(may=None, can=dated.objection_to_ending(service.from_on, service.until_on, on=on))
    return _end(service, "prison:switch_off", by=by, on=on)


def _end(row: Any, what: str, *, by: Standing, on: date) -> Any:
    """End a dated row and record it."""
    row.until_on, row.version = on, row.version + 1
    row.save(update_fields=["until_on", "version"])
    record(what, row, by=by)
    return row


def _follow(earlier: Any | None, row: Any, *, on: date, among: Any) -> None:
    """Put a dated row after the one in force, and after those of its kind that ended. One that began the same day is put right: it holds on no day."""
    if earlier is not None:
        insist(may=None, can=dated.objection_to_following(earlier.from_on, on=on))
        earlier.until_on, earlier.version = dated.last_day_before(earlier.from_on, on=on), earlier.version + 1
        earlier.save(update_fields=["until_on", "version"])
    make_room(among, on=on)
    row.save(force_insert=True)
