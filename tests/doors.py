"""A world with one of everything that an address may name, in every state that a record may be in for somebody.

`world` makes it through actions. The table of doors (`tests/doors_table.py`) says what each of its people gets; the tests
in `tests/web/test_table_of_doors.py` and `tests/web/test_sentinels.py` walk through it.
"""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import get_resolver
from django.utils import timezone

from tests import files, histories, safe, sides
from tests.cast import BEGAN, TODAY, Cast, days
from tests.histories import code, moment
from throughline.actions import (
    agreements,
    appointments,
    conflicts,
    contact,
    covers,
    deaths,
    emergencies,
    endings,
    figures,
    gates,
    grants,
    letters,
    links,
    lists,
    notes,
    outcomes,
    oversight,
    ownership,
    people,
    reassignments,
    restrictions,
    sealed,
    sheets,
    statements,
    thanks,
    tokens,
    workers,
    worries,
)
from throughline.actions.beats import unfocus
from throughline.domain.conflicts import Knows
from throughline.domain.emergencies import Finding, Reason
from throughline.domain.letters import Kind
from throughline.domain.looks import Exemption, Noticed
from throughline.domain.reassignments import Gift
from throughline.domain.sealed import Sealed, SealKind
from throughline.domain.sheets import Done, Fate, Planned, Purpose, Said
from throughline.domain.vocabulary import Channel, Role
from throughline.domain.worries import Danger, Told
from throughline.evaluation.figures import make as made_figures
from throughline.exchange import liberations
from throughline.exchange.reference import towns
from throughline.models import (
    Code,
    Conflict,
    ConsentWording,
    Grant,
    HeldRow,
    LetterTemplate,
    Organisation,
    PrisonService,
    SealHolder,
    StandardRow,
    TeamArea,
    Worker,
    standing_of,
)
from throughline.policy.grants import EVERYTHING, Basis, Opens
from throughline.queries.letters import partnership_name, planned
from throughline.queries.lists import fates, places

# The states of a record, as its page stands to the cast: whose it is, to whom it was opened, and what has ended.
PEOPLE = {
    "own": ("Daniel", "Reid", date(1992, 5, 4), "100201"),  # the mentor's
    "team": (
        "Euan",
        "Boyd",
        date(1990, 1, 1),
        "100202",
    ),  # another mentor's, of the same team, for whom a colleague stands in
    "shared": ("Gavin", "Soutar", date(1988, 3, 9), "100203"),  # the mentor's, and opened to a partner by agreement
    "expired": ("Callum", "Hay", date(1986, 7, 2), "100204"),  # was opened to that partner, until a day that is past
    "read": (
        "Lewis",
        "Orr",
        date(1994, 2, 3),
        "100205",
    ),  # the mentor's, and a reviewer may read all but offences of it
    "ended": ("Fraser", "Tait", date(1991, 11, 30), "100206"),  # has moved on
    "sealed": ("Keir", "Nairn", date(1987, 8, 14), "100207"),  # the mentor's, sealed but for them and the coordinator
    "conflict": ("Niall", "Gow", date(1993, 6, 21), "100208"),  # the mentor's, and the duty worker knows them
    "emergency": ("Ross", "Imrie", date(1989, 10, 5), "100209"),  # the mentor's, and open to one more in an emergency
}


def addresses() -> dict[str, str]:
    """Return every address of ours by its name: of pages, and of the API."""
    found = {}

    def walk(patterns: Any, before: str) -> None:
        for one in patterns:
            path = before + str(one.pattern)
            if not hasattr(one, "url_patterns"):
                found[one.name] = path
            elif path.startswith("api/"):
                walk(one.url_patterns, path)

    walk(get_resolver().url_patterns, "")
    return found


def sent(name: str) -> dict[str, Any]:
    """Return what is sent to an address with a POST: a form of nothing but its key; to the API what has the right shape."""
    shapes: dict[str, dict[str, Any]] = {
        "api_save_note": {
            "client_id": str(uuid4()), "spoke": True, "channel": "phone", "kind": "mentoring", "minutes": 15, "words": "Went well.",
            "happened_at": moment(TODAY, 9).isoformat(),
        },
        "api_mark_appointment": {"result": "on_time", "version": 1},
    }  # fmt: skip
    if name.startswith("api"):
        return {"data": json.dumps(shapes.get(name, {})), "content_type": "application/json"}
    return {"data": f"once={uuid4()}", "content_type": "application/x-www-form-urlencoded"}


@dataclass
class World:
    """Who knocks, and at what."""

    cast: Cast
    members: dict[str, Worker | None] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)  # by state: the id of each thing of that record
    house: dict[str, dict[str, Any]] = field(default_factory=dict)  # what is nobody's record, by kind, then by state
    secrets: dict[str, str] = field(default_factory=dict)  # of the token that each of them gave to a program

    def things(self, kind: str) -> dict[str, Any]:
        """Return what an address of a kind may name, by state."""
        if kind in self.house:
            return self.house[kind]
        return {state: held[kind] for state, held in self.people.items() if kind in held}


def world(cast: Cast) -> World:
    """Make everybody and everything."""
    made = World(cast)
    them = sides.sides(cast)
    by = cast.stands("administrator")

    def mentor(name: str) -> Worker:
        return workers.add(
            by=by, name=name, email=f"{name.split()[0].lower()}@example.org", employer=cast.lead_charity, on=BEGAN,
            posts=[{"organisation": cast.lead_charity, "role": Role.MENTOR, "team": cast.team}],
        )  # fmt: skip

    leaver, past = mentor("Lena Left"), mentor("Petra Past")
    made.secrets["leaver"] = _token(cast, leaver)[1]  # made while they were here
    Worker.objects.filter(pk=leaver.pk).update(ended_on=days(-10))
    made.members = {
        name: getattr(cast, name)
        for name in (
            "administrator", "prison_coach", "other_coach", "mentor", "other_mentor", "duty_worker", "team_lead", "coordinator",
            "family_coordinator", "partner_coach", "evaluator", "safeguarding_lead", "record_steward", "stranger",
        )
    } | {
        "data_protection": them.guardian, "manager": them.manager, "partner_lead": them.trust_lead, "past": past, "leaver": leaver,
        "nobody": None,
    }  # fmt: skip
    worries.put_on_safeguarding_duty(cast.team.pk, by=by, lead=cast.safeguarding_lead, deputy=cast.team_lead, on=BEGAN)
    version = sides.in_force(them, purpose="safety", opens=Opens.IDENTITY | Opens.SAFETY, back=Opens.IDENTITY)
    sides.need(them, Opens.IDENTITY | Opens.SAFETY, purpose="safety")
    for state, who in PEOPLE.items():
        made.people[state] = _record(cast, who)
    for state in ("shared", "expired"):
        source = uuid4()
        agreements.open_under(
            made.people[state]["person"], by=cast.stands("mentor", them.today), to=cast.partner_coach, giver=them.lead.pk,
            receiver=them.trust.pk, purpose="safety", because="comes to walking football", source_kind="episode", source=source, on=them.today,
        )  # fmt: skip
        if state == "expired":
            grants.end_from(source)
    grants.give(
        made.people["read"]["person"], to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review that was ordered", source_kind="review",
        source=uuid4(), opens=int(Opens(EVERYTHING) & ~(Opens.WORK | Opens.OFFENDING)),
    )  # fmt: skip
    for held in made.people.values():  # once they covered for the mentor; it is over
        Grant(
            person_id=held["person"], opens=int(Opens(EVERYTHING) & ~Opens.OFFENDING), worker=past, basis=Basis.COVER, because="stood in",
            source_kind="worker", source=uuid4(), valid=DateTimeTZRange(timezone.now() - timedelta(days=60), timezone.now() - timedelta(days=30), "[)"),
        ).save(force_insert=True)  # fmt: skip
    question = oversight.ask(
        made.people["own"]["person"], by=cast.stands("mentor"), words="Who is Shona?", on=TODAY, due_on=days(7)
    )
    made.people["own"]["question"] = question.pk
    kept = oversight.withhold(
        question.pk, by=standing_of(them.guardian, on=TODAY), worker=cast.stranger, exemption=Exemption.SERIOUS_HARM, because="A threat.",
        review_on=days(30), on=TODAY,
    )  # fmt: skip
    made.people["own"]["kept"] = kept.pk
    worries.told(
        made.people["own"]["worry"], by=cast.stands("team_lead"), told_at=moment(TODAY, 10), now=moment(TODAY, 11), who=Told.POLICE,
        name="PC Grey", basis="Vital interests",
    )  # fmt: skip
    _hand_over(cast, made.people["team"]["episode"])
    ended = made.people["ended"]
    endings.move_on(
        ended["episode"], by=cast.stands("mentor"), reason=code("ending_reasons", "goals_met"), on=days(-1), today=TODAY,
        at=moment(TODAY, 10), summary="He is on his feet.",
    )  # fmt: skip
    deaths.record_death(
        ended["person"], by=cast.stands("team_lead"), died_on=TODAY, known_from="The prison phoned", family="His mum knows.", today=TODAY, at=moment(TODAY, 10),
    )  # fmt: skip
    deaths.take_back(ended["person"], by=cast.stands("team_lead"), today=TODAY)
    made.house = _house(cast, them, version, made) | _kept_from_somebody(cast, them, made)
    made.house["day_sheet"] = _sheets(cast, made)
    made.house["reassignment"] = _given(cast, made)
    runs = {state: held.pop("letter_run") for state, held in made.people.items()}
    made.house["letter_run"] = {"one": runs["own"]}
    made.house["letter_template"] = {"one": LetterTemplate.objects.get(kind=Kind.OFFER, language="pl").pk}
    mine = {}
    for name, one in made.members.items():
        if one is not None and name != "leaver":
            mine[name], made.secrets[name] = _token(cast, one)
    over, _ = _token(cast, cast.mentor, "An old program")
    tokens.end(over, by=cast.stands("mentor"))
    made.house["access_token"] = {"own": mine["mentor"], "ended": over, "anothers": mine["other_mentor"]}
    return made


def _token(cast: Cast, worker: Worker, name: str = "A program") -> tuple[Any, str]:
    """Make a token for somebody; return its id and its secret."""
    token, secret = tokens.make(by=cast.stands(worker), name=name, expires_on=days(30), today=TODAY)
    return token.pk, secret


def _kept_from_somebody(cast: Cast, them: sides.Sides, made: World) -> dict[str, dict[str, Any]]:
    """Seal records, know somebody, stand in, break the glass: in force, waiting, and over."""
    lead, people_ = cast.stands(them.guardian), made.people

    def named(state: str) -> dict[str, Any]:
        given, family, birth, _ = PEOPLE[state]
        return {"given_names": given, "family_name": family, "birth_date": birth}

    def seal(state: str, part: Sealed, *holders: Worker) -> Any:
        return sealed.seal(
            by=lead, kind=SealKind.COLLEAGUE, part=part, because="He works here now.", holders=holders, review_on=days(90),
            on=TODAY, **named(state),
        )  # fmt: skip

    shuts, lifted = (
        seal("sealed", Sealed.WHOLE, cast.mentor, cast.coordinator),
        seal("own", Sealed.ADDRESS, cast.mentor),
    )
    sealed.end(lifted.pk, by=lead, because="He left.")
    sealed.name_holder(shuts.pk, by=lead, worker=cast.prison_coach, on=TODAY)
    holder, dropped = (SealHolder.objects.get(seal=shuts, worker=one) for one in (cast.coordinator, cast.prison_coach))
    sealed.drop_holder(dropped.pk, by=lead)

    for state, part in (("conflict", "duty_worker"), ("ended", "coordinator")):
        conflicts.declare(
            people_[state]["person"], by=cast.stands(part), kind=Knows.RELATIVE, on=TODAY, words="A cousin."
        )
    known, mistaken = (Conflict.objects.get(worker=one) for one in (cast.duty_worker, cast.coordinator))
    conflicts.end(mistaken.pk, by=cast.stands("record_steward"))
    conflicts.declare_unseen(
        by=cast.stands("mentor"), kind=Knows.DISPUTE, on=TODAY, given_names="Nobody", family_name="Here", birth_date=date(1990, 2, 2),
    )  # fmt: skip

    def cover(away: Worker, colleague: Worker) -> Any:
        return covers.give(
            away.pk, by=cast.stands(away), colleague=colleague, from_on=TODAY, until_on=days(7), today=TODAY
        )

    live, over = cover(cast.other_mentor, made.members["past"]), cover(cast.mentor, cast.other_mentor)
    covers.end(over.pk, by=cast.stands("mentor"), on=TODAY)

    def breaks(part: str) -> Any:
        return emergencies.open_record(
            by=cast.stands(part), reason=Reason.LIFE, words="He rang and said that he cannot go on.", minutes=120, on=TODAY,
            due_on=days(4), **named("emergency"),
        )  # fmt: skip

    waits, misused = breaks("family_coordinator"), breaks("other_coach")
    emergencies.review(misused.pk, by=lead, finding=Finding.MISUSE, words="It was no emergency.", now=moment(TODAY, 12))
    anothers = worries.tell(
        by=cast.stands("other_mentor"), client_id=uuid4(), words="Another bruise.", danger=Danger.NO, now=moment(TODAY, 9),
        person=people_["team"]["person"], done="Rang him.",
    )  # fmt: skip
    people_["team"]["worry"] = anothers.pk
    return {
        "seal": {"in_force": shuts.pk, "over": lifted.pk}, "holder": {"in_force": holder.pk, "over": dropped.pk},
        "conflict": {"matched": known.pk, "waiting": Conflict.objects.get(person=None).pk, "over": mistaken.pk},
        "cover": {"live": live.pk, "over": over.pk}, "glass": {"waits": waits.pk, "reviewed": misused.pk},
    }  # fmt: skip


def _sheets(cast: Cast, made: World) -> dict[str, Any]:
    """Print sheets of all of whom the mentor sees, sealed and shared records among them: out, made ahead; one is back."""

    def lines(*states: str) -> list[Planned]:
        return [Planned(made.people[state]["episode"], Purpose.VISIT, "D hall", steps=(made.people[state]["step"],)) for state in states]  # fmt: skip

    by, other = cast.stands("mentor"), cast.stands("other_mentor")
    all_of_them = lines(*(state for state in PEOPLE if state not in ("team", "ended")))
    out = sheets.issue("S-BAR", by=by, day=TODAY, lines=all_of_them, due_on=days(1), now=moment(TODAY, 9), today=TODAY)
    ready = sheets.prepare(
        by=by, days=(TODAY, days(1)), lines=all_of_them, due_on=days(4), now=moment(TODAY, 9), of_itself=True
    )
    back = sheets.issue(
        "S-BAR", by=other, day=TODAY, lines=lines("team"), due_on=days(1), now=moment(TODAY, 9), today=TODAY
    )
    (line,) = back.lines.all()
    sheets.enter(
        back.pk,
        by=other,
        said=[Said(1, line.code, Done.SEEN, words="He is well.")],
        shut_out={},
        now=moment(TODAY, 12),
        today=TODAY,
    )
    sheets.give_back(back.pk, by=other, fate=Fate.KEPT, kept_where="The safe", rest_empty=False, now=moment(TODAY, 13))
    return {"out": out.pk, "ready": ready.pk, "back": back.pk}


def _given(cast: Cast, made: World) -> dict[str, Any]:
    """Give somebody to another worker and take that back, twice: it stands open no more, so that every record is whose it was.

    A lead said thank you for a note of the sealed record; what is thanked for again is refused.
    """
    lead, found = cast.stands("coordinator"), {}
    for name in ("over", "again"):
        gift = Gift(made.people["expired"]["episode"], cast.other_mentor.pk, cast.mentor.pk)
        given = reassignments.give(by=lead, gifts=[gift], today=TODAY)
        reassignments.undo(given.pk, by=lead, today=TODAY)
        found[name] = given.pk
    thanks.say(made.people["sealed"]["note"], by=lead, words="Well put.", on=TODAY)
    return found


def _record(cast: Cast, who: tuple[str, str, date, str]) -> dict[str, Any]:
    """Make a record of the mentor's with one of everything in it; return the id of each."""
    given, family, birth, spin = who
    episode = histories.with_plan(cast, given=given, family=family, birth=birth, spin=spin, out_in=0)
    mentor, person = cast.stands("mentor"), episode.person_id
    people.add_name(person, by=mentor, given_names="Bo", family_name=f"Mc{family}")
    people.learn(person, by=mentor, on=days(-20), list_facts={"sex": "male"})
    contact.add_way(person, by=mentor, kind="phone", value="0141 496 0155", safe_to_leave_message=True, on=days(-20))
    contact.add_close(
        person, by=mentor, name="Jean", relation="sister", happy_to_be_phoned=True, on=days(-20), phone="0141 496 0177"
    )
    (visit,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(-2), 9), purpose="Bank",
        now=moment(days(-3), 9),
    )  # fmt: skip
    appointments.mark(visit.pk, by=mentor, result=code("appointment_results", "on_time"), now=moment(days(-2), 11))
    (coming,) = appointments.book(
        episode.pk, by=mentor, client_id=uuid4(), kind="appointment", starts_at=moment(days(1), 9), purpose="Housing office",
        now=moment(days(-3), 9),
    )  # fmt: skip
    pack = gates.prepare_pack(episode.pk, by=mentor, on=days(-3))
    gate = gates.plan(episode.pk, by=mentor, worker=cast.mentor, due_at=moment(TODAY, 9), now=moment(days(-1), 9))
    gates.mark(gate.pk, by=mentor, result=code("gate_results", "met"), met_at=moment(TODAY, 9), now=moment(TODAY, 10))
    outcome = outcomes.achieve(
        episode.pk, by=mentor, kind=code("outcome_kinds", "employment"), started_on=days(-28), evidence="payslip", today=TODAY,
    )  # fmt: skip
    outcomes.check(outcome.pk, by=mentor, week=4, still=True, on=TODAY, today=TODAY, words="Still there.")
    link = links.put_in_touch(episode.pk, by=mentor, agency="Housing", what_for="A flat", on=days(-3))
    (said,) = notes.save(
        [episode.pk], by=mentor, client_id=uuid4(), spoke=True, channel=Channel.PHONE, minutes=5, words="w",
        kind=code("contact_kinds", "mentoring"), happened_at=moment(days(-1), 14), now=moment(TODAY, 9),
    )  # fmt: skip
    notes.keep_draft(person, by=mentor, body={"words": "Half a note."}, at=moment(TODAY, 9))
    plan = episode.plans.get()
    statement, limit = safe.written(cast, episode), safe.restricted(cast, episode)
    over = safe.written(cast, episode, setting="Five-a-side")
    statements.end(over.pk, by=mentor, because="He plays there no more.", on=TODAY)
    lifted = safe.restricted(cast, episode, words="Keep out of High Street.", latitude=55.85)
    restrictions.end(lifted.pk, by=mentor, because="The licence is over.", on=TODAY)
    letter = printed_letter(cast, episode)
    worry = worries.tell(
        by=mentor,
        client_id=uuid4(),
        words="A bruise.",
        danger=Danger.NO,
        now=moment(TODAY, 9),
        person=person,
        done="Asked him.",
    )
    return {
        "episode": episode.pk, "person": person, "plan": plan.pk, "need": episode.needs.get().pk,
        "step": plan.goals.get().actions.get().pk, "handover": episode.handovers.order_by("pk").first().pk,
        "consent": episode.consents.order_by("pk").first().pk, "appointment": coming.pk, "marked_appointment": visit.pk,
        "gate": gate.pk, "pack": pack.pk, "strength": episode.strengths.get().pk, "outcome": outcome.pk, "link": link.pk,
        "note": said.pk, "statement": statement.pk, "restriction": limit.pk, "worry": worry.pk,
        "letter": letter.pk, "letter_run": letter.run,
    }  # fmt: skip


def printed_letter(
    cast: Cast, episode: Any, kind: Kind = Kind.STILL_HERE, *, part: str = "mentor", run: Any = None
) -> Any:
    """Print a letter to somebody, as its page does."""
    by, now = cast.stands(part), moment(TODAY, 9)
    words = LetterTemplate.objects.get(kind=kind, language="en").newest
    unfocus()
    by.sight.clear()
    one = planned(words, [episode], by=by, now=now, on=TODAY)[episode.pk]
    (letter,) = letters.print_out(
        words.pk, by=by, planned=[one], run=run or uuid4(), sender=partnership_name(), now=now
    )  # fmt: skip
    return letter


def _hand_over(cast: Cast, episode: Any) -> None:
    """Let another mentor of the team look after somebody: the first one's sight ends."""
    handed = ownership.hand_over(
        episode,
        by=cast.stands("mentor"),
        receiver=cast.other_mentor,
        starts_on=TODAY,
        today=TODAY,
        words="He likes engines.",
    )
    ownership.answer(handed.pk, by=cast.stands("other_mentor"), accepted=True, today=TODAY)


def _house(cast: Cast, them: sides.Sides, version: Any, made: World) -> dict[str, dict[str, Any]]:
    """Return what is nobody's record, by kind: of setting up, of agreements, of lists, of overseeing."""
    draft = sides.drafted(them, title="A draft", purpose="referral")
    waits = sides.proposed(them, title="Waits", other=them.social, purpose="referral")
    alert = oversight.notice(
        Noticed.TEN_TIMES, by=cast.stands(cast.service), worker=cast.stranger.pk, day=days(-1), evidence=[uuid4()],
    )  # fmt: skip
    held, waiting = _lists(cast)
    figures.keep(by=cast.stands(cast.service), data_on=TODAY, fingerprint="0" * 64, body=made_figures([], on=TODAY))
    caseload_waits, brought = files.caseloads(cast.administrator, cast.team.name)
    code_ = Code.objects.filter(list="needs", retired_version=None).order_by("pk").first()
    one = {
        "organisation": Organisation.objects.get(name="Far Charity").pk, "social_work": them.social.pk, "area": TeamArea.objects.order_by("pk").first().pk,
        "prison_service": PrisonService.objects.order_by("pk").first().pk, "worker": cast.family_coordinator.pk,
        "post": cast.family_coordinator.posts.get().pk, "programme": cast.programme.pk, "clock": StandardRow.objects.order_by("pk").first().pk,
        "wording": ConsentWording.objects.order_by("pk").first().pk, "code": code_.pk, "code_list": "needs", "agreement": version.agreement_id,
        "version": version.pk, "draft": draft.pk, "draft_purpose": draft.purposes.get().pk, "waits": waits.pk, "alert": alert.pk,
        "list": waiting, "caseload": caseload_waits, "brought": brought, "held": held, "team_row": cast.team.pk, "token": "x", "figure": "return",
    }  # fmt: skip
    return {kind: {"one": pk} for kind, pk in one.items()}


def _lists(cast: Cast) -> tuple[Any, Any]:
    """Let the coach of another prison load a list with somebody nearly the same as the mentor's, and keep one that waits."""
    by, today = cast.stands("other_coach"), timezone.localdate()
    given, family, birth, _ = PEOPLE["own"]
    headers = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Sentence length,Town"
    row = f"990001,{family},{given},{birth:%d/%m/%Y},Low Moss,{today + timedelta(days=50):%d/%m/%Y},400,Glasgow"
    waiting = None
    for name, content in (
        ("held.csv", f"{headers}\n{row}"),
        ("waits.csv", f"{headers}\n{row.replace('990001', '990002')}"),
    ):
        reading = liberations.read(content.encode(), places=places(towns()), on=today)
        upload = lists.keep(by=by, kind="liberation", file_name=name, content=content.encode(), today=today)
        if name == "held.csv":
            found = fates(reading.rows, by=by, programme=cast.programme, on=today)
            lists.apply_liberations(upload.pk, by=by, fates=found, bad=[], programme=cast.programme, today=today)
        waiting = upload.pk
    return HeldRow.objects.get().pk, waiting
