"""Who is asking: a worker, the roles they hold today, and the keys that grants may name."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from throughline.domain.objections import Objection
from throughline.domain.vocabulary import Role
from throughline.policy.grants import Opens

# A post in one of these roles sees what its team or organisation was granted. A plain mentor does not see the whole team.
SEEING_ROLES = frozenset({Role.TEAM_LEAD, Role.COORDINATOR, Role.DUTY_WORKER})
SETUP_ROLES = frozenset({Role.ADMINISTRATOR, Role.PARTNERSHIP_MANAGER})
LISTING_ROLES = frozenset({Role.PRISON_COACH, Role.TEAM_LEAD, Role.COORDINATOR, Role.DUTY_WORKER})
WORKING_ROLES = frozenset(
    {
        Role.PRISON_COACH,
        Role.MENTOR,
        Role.TEAM_LEAD,
        Role.COORDINATOR,
        Role.DUTY_WORKER,
        Role.FAMILY_COORDINATOR,
        Role.EMPLOYMENT_CONSULTANT,
    }
)


@dataclass(frozen=True)
class Standing:
    """A worker as they stand at one moment: made anew for each request, never kept.

    `sight` caches, for this request only, whom each category shows them and what is taken away (see `models/grants.py`).
    """

    worker: UUID
    name: str
    roles: frozenset[Role]
    keys: frozenset[UUID]
    teams: frozenset[UUID] = frozenset()
    prisons: frozenset[str] = frozenset()
    service: bool = False
    sight: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    def has(self, *roles: Role) -> bool:
        """Tell whether the worker holds one of these roles today."""
        return not self.roles.isdisjoint(roles)


def objection_to_working(opens: int) -> Objection | None:
    """Return why someone may not write on a record that they may read, or None."""
    if not opens & Opens.WORK:
        return Objection("read_only", "You can read this record. You cannot change it.")
    return None


def objection_to_noting(opens: int) -> Objection | None:
    """Return why someone may not write a note on a record that they may read, or None."""
    if opens & Opens.WORK and not opens & Opens.NOTES:
        return Objection("notes_closed", "The notes on this record are not open to you.")
    return objection_to_working(opens)


def objection_to_setting_up(by: Standing) -> Objection | None:
    """Return why someone may not change how the partnership is set up, or None."""
    if by.service or by.has(*SETUP_ROLES):
        return None
    return Objection("not_an_administrator", "Ask an administrator to do this. Your role does not let you.")


def objection_to_listing(by: Standing) -> Objection | None:
    """Return why someone may not load a list or create a person, or None."""
    if by.service or by.has(*LISTING_ROLES):
        return None
    return Objection("may_not_list", "A prison coach, duty worker or team lead can do this. Ask one of them.")


# Who may bring the people whom the partnership works with already; a lead those of their own teams.
BRINGING_ROLES = SETUP_ROLES | {Role.TEAM_LEAD, Role.COORDINATOR}


def objection_to_bringing(by: Standing) -> Objection | None:
    """Return why someone may not bring a caseload, or None."""
    if by.service or by.has(*BRINGING_ROLES):
        return None
    return Objection("may_not_bring", "An administrator or a team lead can do this. Ask one of them.")


def objection_to_leading(by: Standing) -> Objection | None:
    """Return why someone may not act for a whole team, or None."""
    if by.service or by.has(Role.TEAM_LEAD, Role.COORDINATOR):
        return None
    return Objection("not_a_lead", "Ask your team lead to do this.")


# Who may be given people to look after by a lead.
RECEIVING_ROLES = frozenset({Role.MENTOR, Role.TEAM_LEAD})


def objection_to_stewarding(by: Standing) -> Objection | None:
    """Return why someone may not decide whether two records are one person, or None."""
    if by.service or by.has(Role.RECORD_STEWARD):
        return None
    return Objection("not_a_steward", "The record steward decides this.")


def objection_to_overseeing(by: Standing) -> Objection | None:
    """Return why someone may not oversee the read log, or None. It is one role's alone: not even a job may."""
    if by.has(Role.DATA_PROTECTION_LEAD):
        return None
    return Objection("not_data_protection", "The data protection lead decides this.")


def objection_to_noticing(by: Standing) -> Objection | None:
    """Return why someone may not say what the look through the log noticed, or None: it is the service's alone.

    Whoever could say that a day was looked through could keep it from being looked through.
    """
    if by.service:
        return None
    return Objection("not_the_service", "The log is looked through by the service, not by hand.")


def objection_to_reading_figures(by: Standing) -> Objection | None:
    """Return why someone may not read the partnership's figures, or None."""
    if by.has(Role.EVALUATOR, Role.PARTNERSHIP_MANAGER):
        return None
    return Objection("not_an_evaluator", "The evaluator and the partnership manager read the figures.")


def objection_to_asking_for_figures(by: Standing) -> Objection | None:
    """Return why someone may not have the figures counted again, or None."""
    if by.has(Role.PARTNERSHIP_MANAGER):
        return None
    return Objection("not_a_manager", "Ask the partnership manager. The figures are counted each night as well.")


def objection_to_keeping_figures(by: Standing) -> Objection | None:
    """Return why someone may not keep a set of figures, or None: it is the service's alone."""
    if by.service:
        return None
    return Objection("not_the_service", "Figures are counted and kept by the service, not by hand.")


def objection_to_sealing(by: Standing) -> Objection | None:
    """Return why someone may not seal a record, or change or end a seal, or None. It is one role's alone."""
    if by.has(Role.DATA_PROTECTION_LEAD):
        return None
    return Objection("not_data_protection", "The data protection lead decides this.")


def objection_to_settling_conflicts(by: Standing) -> Objection | None:
    """Return why someone may not find the record of a declaration, or end it, or None."""
    if by.service or by.has(Role.RECORD_STEWARD, Role.DATA_PROTECTION_LEAD):
        return None
    return Objection("not_a_steward", "The record steward or the data protection lead decides this.")


def objection_to_declaring_for(by: Standing, worker: UUID) -> Objection | None:
    """Return why someone may not write down whom a worker knows, or None: each may for themselves, a lead for others."""
    if worker == by.worker or by.has(Role.TEAM_LEAD, Role.COORDINATOR, Role.RECORD_STEWARD, Role.DATA_PROTECTION_LEAD):
        return None
    return Objection("not_a_lead", "Ask your team lead to do this.")


# Who may have to open a record that nobody gave them: `sec.break_glass` has the same list.
GLASS_ROLES = WORKING_ROLES | {Role.SAFEGUARDING_LEAD}


def objection_to_breaking_glass(by: Standing) -> Objection | None:
    """Return why someone may not open a record in an emergency, or None."""
    if by.has(*GLASS_ROLES):
        return None
    return Objection("not_a_worker", "Only those who work with people can do this. Ring the duty lead.")


def objection_to_covering_for(by: Standing, worker: UUID) -> Objection | None:
    """Return why someone may not say who stands in for a worker, or None: each may for themselves, a lead for others."""
    if worker == by.worker:
        return None
    return objection_to_leading(by)


def objection_to_printing(by: Standing) -> Objection | None:
    """Return why someone may not print a sheet to take along, or None: it is for those who see people."""
    if by.has(*WORKING_ROLES):
        return None
    return Objection("not_a_worker", "Only those who work with people can print a sheet.")


def objection_to_printing_letters(by: Standing) -> Objection | None:
    """Return why someone may not print letters to people, or None: it is for those who see people."""
    if by.has(*WORKING_ROLES):
        return None
    return Objection("not_a_worker", "Only those who work with people can print a letter.")
