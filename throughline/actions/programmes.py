"""A programme and its rows: eligibility, clocks, consent wordings, pack. Each edit is a new dated row."""

from datetime import date
from typing import Any
from uuid import UUID

from throughline.actions.beats import atomic, insist, make_room, record, still_in_force, unchanged
from throughline.domain import clocks, dated, desk, eligibility, statements, wordings
from throughline.domain.objections import Objection, Refused
from throughline.domain.vocabulary import ConsentPurpose
from throughline.models import ConsentWording, EligibilityRule, PackContent, Programme, StandardRow
from throughline.policy.standing import Standing, objection_to_setting_up


@atomic
def begin(
    *, by: Standing, name: str, on: date, mentor_word: str = "mentor", participant_word: str = "participant"
) -> Programme:
    """Begin a programme with the shipped rules, clocks, wordings and pack, each of which may be edited."""
    insist(may=objection_to_setting_up(by))
    if Programme.objects.on(on).filter(name__iexact=name.strip()).exists():
        raise Refused(Objection("name_taken", "There is already a programme of that name.", "name"))
    programme = Programme(
        name=name.strip(), mentor_word=mentor_word.strip(), participant_word=participant_word.strip(), from_on=on
    )
    programme.save(force_insert=True)
    for kind, numbers, source in eligibility.SHIPPED:
        EligibilityRule(programme=programme, kind=kind, numbers=numbers, source=source, from_on=on).save(
            force_insert=True
        )
    for standard in clocks.SHIPPED:
        StandardRow(
            programme=programme,
            code=standard.code,
            words=standard.words,
            amount=standard.length.amount,
            unit=standard.length.unit,
            source=standard.source,
            from_on=on,
        ).save(force_insert=True)
    StandardRow(
        programme=programme,
        code="tries",
        words="Tries before we say we lost touch",
        amount=28,
        unit="days",
        numbers={"tries": 3, "ways": 2},
        source="house default",
        from_on=on,
    ).save(force_insert=True)
    StandardRow(
        programme=programme,
        code="statement",
        words="Look at a safety page again",
        amount=statements.REVIEW.amount,
        unit=statements.REVIEW.unit,
        source="HMPPS CFO practice",
        from_on=on,
    ).save(force_insert=True)
    weight = desk.WeightRule()
    StandardRow(
        programme=programme,
        code="weight",
        words="Weight on the lead’s desk: near a release",
        amount=weight.near.amount,
        unit=weight.near.unit,
        numbers=weight.numbers,
        source="house default",
        from_on=on,
    ).save(force_insert=True)
    for purpose, words, needed in wordings.SHIPPED:
        ConsentWording(
            programme=programme, purpose=purpose, number=1, words=words, needed_to_sign_up=needed, from_on=on
        ).save(force_insert=True)
    for order, (what, pence, has_serial) in enumerate(wordings.PACK):
        PackContent(programme=programme, what=what, pence=pence, has_serial=has_serial, order=order, from_on=on).save(
            force_insert=True
        )
    record("programme:begin", programme, by=by)
    return programme


@atomic
def describe(
    pk: UUID, *, by: Standing, version: int | None, name: str, mentor_word: str, participant_word: str
) -> Programme:
    """Change a programme's name and its words for mentor and participant."""
    insist(may=objection_to_setting_up(by))
    programme = Programme.objects.select_for_update().get(pk=pk)
    unchanged(programme, version)
    programme.name, programme.mentor_word, programme.participant_word = (
        name.strip(),
        mentor_word.strip(),
        participant_word.strip(),
    )
    programme.version += 1
    programme.save(update_fields=["name", "mentor_word", "participant_word", "version"])
    record("programme:describe", programme, by=by)
    return programme


@atomic
def set_rule(
    programme: UUID, *, by: Standing, kind: str, numbers: dict[str, Any] | None, on: date, seen: str | None = None
) -> EligibilityRule | None:
    """Set who can join by one rule from a day on; None for no such rule any more. The rule before it ends."""
    insist(may=objection_to_setting_up(by))
    return _replace(
        EligibilityRule.objects.filter(programme=programme, kind=kind),
        None if numbers is None else EligibilityRule(programme_id=programme, kind=kind, numbers=numbers, from_on=on),
        by=by,
        on=on,
        what="programme:set_rule",
        seen=seen,
    )


@atomic
def set_rules(
    programme: UUID, *, by: Standing, rules: dict[str, dict[str, Any] | None], on: date, seen: str | None = None
) -> list[EligibilityRule | None]:
    """Set who can join from a day on, all kinds at once: the numbers of each, None for no such rule any more.

    A kind that is left as it is keeps its row. Raises Refused, changing nothing.
    """
    insist(may=objection_to_setting_up(by))
    Programme.objects.select_for_update().get(pk=programme)
    standing = {row.kind: row for row in EligibilityRule.objects.filter(programme=programme, until_on__isnull=True)}
    still_in_force(*standing.values(), seen=seen)
    return [
        set_rule(programme, by=by, kind=kind, numbers=numbers, on=on)
        for kind, numbers in rules.items()
        if numbers != (standing[kind].numbers if kind in standing else None)
    ]


@atomic
def set_clock(
    programme: UUID,
    *,
    by: Standing,
    code: str,
    amount: int,
    unit: str,
    on: date,
    numbers: dict[str, Any] | None = None,
    seen: str | None = None,
) -> StandardRow:
    """Set the length of one clock from a day on. The row before it ends."""
    insist(may=objection_to_setting_up(by))
    least = clocks.least_amount(code)
    if not least <= amount <= 1000:
        raise Refused(Objection("odd_length", f"Choose a number from {least} to 1000.", "amount"))
    earlier = StandardRow.objects.filter(programme=programme, code=code).order_by("-from_on").first()
    if earlier is None:
        raise Refused(Objection("no_clock", "There is no such clock."))
    row = StandardRow(
        programme_id=programme,
        code=code,
        words=earlier.words,
        amount=amount,
        unit=unit,
        numbers=earlier.numbers if numbers is None else numbers,
        source="set by the partnership",
        from_on=on,
    )
    return _replace(
        StandardRow.objects.filter(programme=programme, code=code),
        row,
        by=by,
        on=on,
        what="programme:set_clock",
        seen=seen,
    )


@atomic
def word_consent(
    programme: UUID,
    *,
    by: Standing,
    purpose: ConsentPurpose,
    words: str,
    needed: bool,
    on: date,
    seen: str | None = None,
) -> ConsentWording:
    """Put a consent in new words, as its next version. Those who agreed to the earlier words agreed to those."""
    insist(may=objection_to_setting_up(by))
    versions = ConsentWording.objects.filter(programme=programme, purpose=purpose)
    number = max(versions.values_list("number", flat=True), default=0) + 1
    row = ConsentWording(
        programme_id=programme,
        purpose=purpose,
        number=number,
        words=words.strip(),
        needed_to_sign_up=needed,
        from_on=on,
    )
    return _replace(versions, row, by=by, on=on, what="programme:word_consent", seen=seen)


@atomic
def fill_pack(
    programme: UUID, *, by: Standing, contents: list[tuple[str, int | None, bool]], on: date, seen: str | None = None
) -> list[PackContent]:
    """Say what a pack holds from a day on, as (what, pence, has a serial number)."""
    insist(may=objection_to_setting_up(by))
    Programme.objects.select_for_update().get(pk=programme)
    filled = list(PackContent.objects.select_for_update().filter(programme=programme, until_on__isnull=True))
    still_in_force(*filled, seen=seen)
    for earlier in filled:
        insist(may=None, can=dated.objection_to_following(earlier.from_on, on=on))
        earlier.until_on, earlier.version = dated.last_day_before(earlier.from_on, on=on), earlier.version + 1
        earlier.save(update_fields=["until_on", "version"])
    rows = [
        PackContent(programme_id=programme, what=what.strip(), pence=pence, has_serial=serial, order=order, from_on=on)
        for order, (what, pence, serial) in enumerate(contents)
    ]
    for row in rows:
        row.save(force_insert=True)
    record("programme:fill_pack", Programme.objects.get(pk=programme), by=by)
    return rows


def _replace(rows: Any, row: Any, *, by: Standing, on: date, what: str, seen: str | None) -> Any:
    """End the row in force the day before, and put the new one after it."""
    held = list(rows.select_for_update().filter(until_on__isnull=True))
    still_in_force(*held, seen=seen)
    for earlier in held:
        insist(may=None, can=dated.objection_to_following(earlier.from_on, on=on))
        earlier.until_on, earlier.version = dated.last_day_before(earlier.from_on, on=on), earlier.version + 1
        earlier.save(update_fields=["until_on", "version"])
        record(f"{what}:end", earlier, by=by)
    if row is not None:
        make_room(rows, on=on)
        row.save(force_insert=True)
        record(what, row, by=by)
    return row
