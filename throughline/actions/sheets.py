"""Printed sheets: made with a number and codes, printed, entered line by line in one go, given back."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from throughline.actions import appointments, consents, gates, notes, offers, plans
from throughline.actions.beats import atomic, insist, record
from throughline.domain import sheets as rules
from throughline.domain.calendar import day_of
from throughline.domain.objections import Forbidden, Objection, Refused
from throughline.domain.sheets import Done, Fate, Kind, NotSeen, Planned, Purpose, Said, Trouble
from throughline.domain.vocabulary import Channel, ConsentPurpose, OfferAnswer, Way
from throughline.models import (
    Code,
    ConsentWording,
    Episode,
    Note,
    Offer,
    Sheet,
    SheetEntry,
    SheetLine,
    Worker,
    focus,
    next_number,
    unfocus,
)
from throughline.policy.standing import Standing, objection_to_printing

_ANSWERS = {Done.YES: OfferAnswer.ACCEPTED, Done.LATER: OfferAnswer.THINKING, Done.NO: OfferAnswer.DECLINED}


@atomic
def issue(
    prison: str, *, by: Standing, day: date, lines: Sequence[Planned], due_on: date, now: datetime, today: date
) -> Sheet:
    """Make a prison's sheet for a day and give it to whoever asks: from here on it is theirs to bring back.

    Raises Episode.DoesNotExist where `by` does not see somebody on it, Forbidden, Refused.
    """
    insist(may=objection_to_printing(by), can=rules.objection_to_issuing(people=len(lines), day=day, today=today))
    sheet = Sheet(
        kind=Kind.PRISON, prison_id=prison, day=day, until_on=day, holder_id=by.worker, made_by_id=by.worker,
        made_at=now, issued_at=now, due_on=due_on,
    )  # fmt: skip
    _keep(sheet, lines, by=by)
    record("sheet:issue", sheet, by=by, number=sheet.number)
    return sheet


@atomic
def prepare(
    *, by: Standing, days: tuple[date, date], lines: Sequence[Planned], due_on: date, now: datetime, of_itself: bool = False
) -> Sheet:  # fmt: skip
    """Make the emergency sheet of `by` for some days, to be printed when it is needed.

    `of_itself`: it is made each evening, without anybody's asking, of what its holder sees. Raises Episode.DoesNotExist,
    Forbidden.
    """
    insist(may=objection_to_printing(by))
    maker = Worker.objects.get(service=True).pk if of_itself else by.worker
    sheet = Sheet(
        kind=Kind.EMERGENCY, day=days[0], until_on=days[1], holder_id=by.worker, made_by_id=maker, made_at=now, due_on=due_on
    )  # fmt: skip
    _keep(sheet, lines, by=by)
    record("sheet:prepare", sheet, by=None if of_itself else by, number=sheet.number)
    return sheet


@atomic
def take(pk: UUID, *, by: Standing, now: datetime) -> Sheet:
    """Say that a sheet was printed: from here on it is out, and to be brought back. Printed again it is out once.

    Raises Sheet.DoesNotExist.
    """
    sheet = _see(pk, by=by)
    if sheet.issued_at is None:
        sheet.issued_at = now
        sheet.save(update_fields=["issued_at"])
        record("sheet:take", sheet, by=by, number=sheet.number)
    return sheet


@atomic
def enter(
    pk: UUID, *, by: Standing, said: Sequence[Said], shut_out: Mapping[UUID, str], now: datetime, today: date
) -> int:
    """Save what was written on a sheet: every line of it, or none. Returns how many lines were saved.

    `shut_out` says of an episode why the rules of its programme let nobody ask them to join. Each line goes through the
    action that its page would call. Raises Sheet.DoesNotExist; NotEntered with each line that is wrong.
    """
    sheet = _see(pk, by=by)  # locked: whoever enters the same sheet at the same time waits here
    insist(may=None, can=rules.objection_to_entering(returned_at=sheet.returned_at))
    _look_afresh(by)
    rows = SheetLine.objects.visible_to(by).filter(sheet=sheet).select_related("episode", "appointment", "gate__result")
    lines = {line.code: line for line in rows}
    entered = {
        entry.line_id: entry
        for entry in SheetEntry.objects.visible_to(by).filter(line__sheet=sheet).select_related("by")
    }
    troubles, places = [], {}
    for one in said:
        objection = _objection_to_code(one, sheet, lines, entered, places, by=by)
        places.setdefault(one.code, one.place)
        if objection is None:
            line = lines[one.code]
            objection = rules.objection_to_line(one, steps=len(line.steps), days=sheet.days, today=today)
        if objection is None:
            objection = _objection_of(line, one, sheet, by=by, shut_out=shut_out, now=now, today=today)
        if objection is not None:
            troubles.append(Trouble(one.place, one.code, objection))
    if troubles or not said:
        raise rules.NotEntered(troubles)
    if sheet.issued_at is None:  # made ahead and printed where no page could say so
        sheet.issued_at = now
        sheet.save(update_fields=["issued_at"])
    record("sheet:enter", sheet, by=by, number=sheet.number, lines=len(said))
    return len(said)


@atomic
def give_back(
    pk: UUID, *, by: Standing, fate: Fate | None, rest_empty: bool, now: datetime, kept_where: str = ""
) -> Sheet:
    """Say what became of the paper. Lines that were not entered must be said to be empty.

    Raises Sheet.DoesNotExist, Refused.
    """
    sheet = _see(pk, by=by)
    _look_afresh(by)
    lines = SheetLine.objects.visible_to(by).filter(sheet=sheet, entry=None).count()
    insist(
        may=None,
        can=rules.objection_to_returning(
            returned_at=sheet.returned_at, issued_at=sheet.issued_at, left=lines, rest_empty=rest_empty, fate=fate, kept_where=kept_where
        ),
    )  # fmt: skip
    sheet.returned_at, sheet.returned_by_id, sheet.fate = now, by.worker, str(fate)
    sheet.kept_where = kept_where.strip() if fate is Fate.KEPT else ""
    sheet.save(update_fields=["returned_at", "returned_by", "fate", "kept_where"])
    record("sheet:give_back", sheet, by=by, number=sheet.number, fate=str(fate))
    return sheet


def _see(pk: UUID, *, by: Standing) -> Sheet:
    """Return a sheet, locked, if it is open to `by`."""
    if not Sheet.objects.open_to(by).filter(pk=pk).exists():
        raise Sheet.DoesNotExist
    return Sheet.objects.select_for_update(of=("self",)).get(pk=pk)


def _look_afresh(by: Standing) -> None:
    """Read from here on about anybody, as sight is now: what ended since the page was made is felt."""
    unfocus()
    by.sight.clear()


def _keep(sheet: Sheet, lines: Sequence[Planned], *, by: Standing) -> None:
    """Number a sheet and write it with its lines. Raises Episode.DoesNotExist for somebody out of sight."""
    _look_afresh(by)
    people = dict(
        Episode.objects.visible_to(by).filter(pk__in=[one.episode for one in lines]).values_list("pk", "person_id")
    )
    if len(people) != len({one.episode for one in lines}):
        raise Episode.DoesNotExist
    sheet.number = next_number()
    codes = rules.new_codes(len(lines), pick=secrets.choice, taken=_taken)
    sheet.codes = codes
    sheet.save(force_insert=True)
    secrets.SystemRandom().shuffle(codes)
    SheetLine.objects.bulk_create(
        SheetLine(
            sheet=sheet, person_id=people[one.episode], episode_id=one.episode, place=place, code=code, purpose=one.purpose,
            hall=one.hall, at=one.at, appointment_id=one.appointment, gate_id=one.gate, steps=list(one.steps),
        )
        for place, (one, code) in enumerate(zip(lines, codes, strict=True), start=1)
    )  # fmt: skip


def _taken(codes: object) -> set[str]:
    """Return which of some codes stand on a sheet already: of anybody's, which is why the sheets are asked."""
    wanted = set(codes)  # type: ignore[call-overload]
    found = Sheet.objects.filter(codes__overlap=sorted(wanted)).values_list("codes", flat=True)
    return {code for held in found for code in held} & wanted


def _objection_to_code(
    said: Said,
    sheet: Sheet,
    lines: dict[str, SheetLine],
    entered: dict[UUID, SheetEntry],
    places: dict[str, int],
    *,
    by: Standing,
) -> Objection | None:
    """Return why a code names no line that can be entered here, or None."""
    wrong = rules.objection_to_code(said.code)
    if wrong is not None:
        return wrong
    if said.code in places:
        return rules.twice(places[said.code])
    if said.code not in sheet.codes:
        other = Sheet.objects.open_to(by).filter(codes__contains=[said.code]).first()
        if other is not None:
            return rules.of_another(this=sheet.number, other=other.number, day=other.day)
        return rules.of_another(this=sheet.number)
    line = lines.get(said.code)
    if line is None:
        return rules.out_of_sight()
    before = entered.get(line.pk)
    return rules.entered_already(by=before.by.name, at=before.entered_at) if before is not None else None


def _objection_of(
    line: SheetLine, said: Said, sheet: Sheet, *, by: Standing, shut_out: Mapping[UUID, str], now: datetime, today: date
) -> Objection | None:
    """Do what a line says. Returns the objection that an action raised; what it had done by then is undone."""
    try:
        with transaction.atomic():
            _do(line, said, sheet, by=by, shut_out=shut_out, now=now, today=today)
    except (Refused, Forbidden) as stopped:
        return stopped.objection
    return None


def _do(
    line: SheetLine, said: Said, sheet: Sheet, *, by: Standing, shut_out: Mapping[UUID, str], now: datetime, today: date
) -> None:
    focus(line.person_id)  # the line before was about somebody else
    own = day_of(line.at) if line.at else sheet.day
    day = said.day or (own if own in sheet.days else min(max(sheet.days), today))
    at = rules.moment_of(day, line.at, now=now)
    what = said.what
    if what in _ANSWERS:
        _answer(line, _ANSWERS[what], by=by, on=day, today=today, because=shut_out.get(line.episode_id, ""))
    elif what is Done.SIGNED_UP:
        _sign_up(line, said.agreed, by=by, on=day, today=today, now=now)
    elif what is Done.STEP:
        for step in said.steps:
            plans.do(line.steps[step - 1], by=by, on=day)
    if line.gate is not None and what is Done.SEEN and not line.gate.settled:
        gates.mark(line.gate_id, by=by, result=_code("gate_results", "met"), met_at=at, now=now, on=day)
    if line.appointment is not None and line.appointment.result_id is None:
        _mark(line, said, by=by, now=now)
    note = _note(line, said, by=by, at=at, now=now)
    focus(line.person_id)
    SheetEntry(
        line=line, person_id=line.person_id, what=what, why=said.why or "", by_id=by.worker, note=note, entered_at=now).save(force_insert=True)  # fmt: skip


def _answer(line: SheetLine, answer: OfferAnswer, *, by: Standing, on: date, today: date, because: str) -> None:
    """Record what somebody said; and that they were asked, where nobody had, or after an earlier no."""
    asked = Offer.objects.visible_to(by).filter(episode=line.episode_id).exists()
    if not asked or line.episode.declined_on is not None:
        offers.make(
            line.episode_id, by=by, channel=Channel.FACE_TO_FACE, made_on=on, today=today, shut_out_because=because
        )
    offers.answer(line.episode_id, by=by, answer=answer, on=on, today=today)


def _sign_up(
    line: SheetLine, agreed: frozenset[ConsentPurpose], *, by: Standing, on: date, today: date, now: datetime
) -> None:
    worded = ConsentWording.objects.on(on).filter(programme=line.episode.programme_id).values_list("purpose", flat=True)
    answers = {ConsentPurpose(purpose): purpose in agreed for purpose in worded}
    consents.sign_up(
        line.episode_id, by=by, answers=answers | dict.fromkeys(agreed, True), way=Way.PAPER, on=on, today=today, at=now
    )


def _mark(line: SheetLine, said: Said, *, by: Standing, now: datetime) -> None:
    """Mark the appointment of a line, where what was entered says what came of it."""
    result = rules.result_of(said, inside=line.appointment.kind == "visit")
    if result:
        appointments.mark(line.appointment_id, by=by, result=_code("appointment_results", result), now=now)


def _note(line: SheetLine, said: Said, *, by: Standing, at: datetime, now: datetime) -> Note | None:
    """Write a note of what was said, or of the try. That we ran out of time is no try, but words about it are kept."""
    unseen = said.what is Done.NOT_SEEN
    if not said.words.strip() and (not unseen or said.why is NotSeen.NO_TIME):
        return None
    words = said.words.strip()
    if unseen and said.why is not None and said.why is not NotSeen.OTHER:
        words = f"{said.why.label}. {words}".strip()
    channel = rules.CHANNELS[Purpose(line.purpose)]
    if unseen and channel is Channel.GATE:
        channel = Channel.OTHER  # nobody was met at a gate
    (note,) = notes.save(
        [line.episode_id], by=by, client_id=uuid5(line.pk, "note"), spoke=not unseen, channel=channel,
        kind=_code("contact_kinds", "mentoring"), happened_at=at, now=now, minutes=said.minutes, words=words,
    )  # fmt: skip
    return note


def _code(name: str, value: str) -> Code:
    return Code.objects.get(list=name, code=value)
