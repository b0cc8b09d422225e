"""Safety statements: written for one setting, changed as a next version, ended with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import statements as rules
from throughline.domain.objections import Objection, first
from throughline.domain.statements import InPlace, Place
from throughline.models import Organisation, Person, SafetyStatement, new_id
from throughline.policy.standing import Standing


@dataclass(frozen=True)
class Wording:
    """What a statement says, as the page gives it.

    `parts` are its words by part, `answers` those to the four tests. `failed` are the tests that failed on words of a
    sense that `failed_on` keeps (`domain.statements.sense_of`): while the sense is the same, another answer does not help.
    `reworded` are all that failed on any words before these.
    """

    parts: Mapping[str, str]
    answers: Mapping[str, str]
    source: str
    written_on: date
    review_on: date
    in_place: Sequence[InPlace] = ()
    read_together: bool = False
    failed: Sequence[str] = field(default=())
    failed_on: str = ""
    reworded: Sequence[str] = field(default=())

    @property
    def sense(self) -> str:
        """The sense of its words."""
        return rules.sense_of(self.parts, self.in_place)


@atomic
def write(
    person: UUID,
    *,
    by: Standing,
    organisation: Organisation | None,
    setting: str,
    place: Place,
    said: Wording,
    on: date,
) -> SafetyStatement:
    """Write a safety statement about somebody for one setting. Raises Person.DoesNotExist, Forbidden, Refused."""
    one = see(Person, person, by=by)
    standing = SafetyStatement.objects.standing().filter(person=one, organisation=organisation, place=place)
    insist(
        may=objection_to_writing(by, one.pk),
        can=first(
            rules.objection_to_setting(organisation, setting),
            rules.objection_to_a_second(standing.filter(setting__iexact=setting.strip()).exists()),
            _objection_to(said, on=on),
        ),
    )
    statement = _row(said, by=by, person=one.pk, line=new_id(), version=1)
    statement.organisation, statement.setting, statement.place = organisation, setting.strip(), place
    statement.save(force_insert=True)
    record("statement:write", statement, by=by, version=1, review=said.review_on.isoformat())
    return statement


@atomic
def change(pk: UUID, *, by: Standing, said: Wording, on: date, version: int | None = None) -> SafetyStatement:
    """Put a statement in other words, as its next version; or look at it again and let the same words stand on.

    `version` is the one that the page was made from. Raises SafetyStatement.DoesNotExist, Forbidden, Refused.
    """
    latest = _latest(pk, by=by)
    insist(
        may=objection_to_writing(by, latest.person_id),
        can=first(rules.objection_to_changing(ended_on=latest.ended_on), _objection_to(said, on=on)),
    )
    unchanged(latest, version)
    latest.replaced_on = on
    latest.save(update_fields=["replaced_on"])
    statement = _row(said, by=by, person=latest.person_id, line=latest.line, version=latest.version + 1)
    statement.organisation_id, statement.setting, statement.place = latest.organisation_id, latest.setting, latest.place
    statement.save(force_insert=True)
    record("statement:change", statement, by=by, version=statement.version, review=said.review_on.isoformat())
    return statement


@atomic
def end(pk: UUID, *, by: Standing, because: str, on: date, version: int | None = None) -> SafetyStatement:
    """End a statement with a reason. It stays readable to those who work with the person, and is told to nobody else."""
    latest = _latest(pk, by=by)
    insist(
        may=objection_to_writing(by, latest.person_id),
        can=rules.objection_to_ending(ended_on=latest.ended_on, because=because),
    )
    unchanged(latest, version)
    latest.ended_on, latest.ended_by_id, latest.ended_because = on, by.worker, because.strip()
    latest.save(update_fields=["ended_on", "ended_by", "ended_because"])
    record("statement:end", latest, by=by, version=latest.version)
    return latest


def _latest(pk: UUID, *, by: Standing) -> SafetyStatement:
    """Return the latest version of the statement of which `pk` is one, locked, if `by` sees it."""
    known = see(SafetyStatement, pk, by=by)
    if known.replaced_on is None:
        return known
    return SafetyStatement.objects.select_for_update(of=("self",)).get(line=known.line, replaced_on__isnull=True)


def _objection_to(said: Wording, *, on: date) -> Objection | None:
    again = said.failed if said.failed and said.failed_on == said.sense else ()
    return first(
        rules.objection_to_words(said.parts),
        rules.objection_to_controls(said.in_place, said.parts.get("controls", "")),
        rules.objection_to_answers(said.answers, same_words_failed=again),
        rules.objection_to_source(said.source),
        rules.objection_to_a_bare_level(said.source, field="source"),
        rules.objection_to_dates(written_on=said.written_on, review_on=said.review_on, on=on),
    )


def _row(said: Wording, *, by: Standing, person: UUID, line: UUID, version: int) -> SafetyStatement:
    return SafetyStatement(
        person_id=person, line=line, version=version, in_place=[one.value for one in said.in_place], source=said.source.strip(),
        written_on=said.written_on, review_on=said.review_on, author_id=by.worker, read_together=said.read_together,
        reworded=list(said.reworded), **{part.name: said.parts.get(part.name, "").strip() for part in rules.PARTS},
        **{test.name: said.answers[test.name] for test in rules.TESTS},
    )  # fmt: skip
