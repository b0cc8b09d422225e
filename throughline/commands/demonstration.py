"""An invented partnership with 150 people in every stage over 18 months, made by a seeded generator through the actions.

Organisations and people are invented. Prisons, councils and holidays are real. The same seed and day give the same
people.
"""

import os
import random
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NoReturn
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from throughline.actions import (
    appointments,
    consents,
    contact,
    custody,
    endings,
    episodes,
    figures,
    gates,
    links,
    looks,
    needs,
    notes,
    offers,
    outcomes,
    oversight,
    ownership,
    partnership,
    people,
    plans,
    programmes,
    workers,
    worries,
)
from throughline.commands import (
    demonstration_agreements,
    demonstration_desk,
    demonstration_letters,
    demonstration_past,
    demonstration_safety,
    demonstration_seals,
    demonstration_sheets,
)
from throughline.commands.demo import PEOPLE
from throughline.domain.calendar import HERE, add_working_days
from throughline.domain.looks import REPLY_DAYS, Exemption, Noticed
from throughline.domain.vocabulary import (
    Channel,
    ConsentPurpose,
    IdentifierKind,
    Nation,
    OfferAnswer,
    OrganisationKind,
    Role,
    Way,
    Who,
)
from throughline.domain.worries import Danger, Told
from throughline.models import (
    Code,
    Episode,
    Handover,
    Mail,
    Organisation,
    PackItem,
    Prison,
    Programme,
    Team,
    Worker,
    acting,
    as_service,
    opened_to,
    standing_of,
)
from throughline.policy.standing import Standing

_GIVEN = (
    "Daniel Ross Paul Kyle Stephen Connor Gary Sean Jamie Liam Alan Mohammed Wayne Lee Craig Scott Mark Ryan Jordan Callum "
    "Darren Kevin Thomas William Robert James Andrew David Michael Christopher Euan Hamish Iain Grant Stuart Neil Gordon "
    "Declan Aiden Reece Dylan Marcin Piotr Ali Hassan Samuel Joseph Patrick Francis Brian"
).split()
_GIVEN_WOMEN = "Kelly Nicola Donna Lisa Michelle Leanne Tracy Kirsty Agnieszka Shannon Chloe Debbie".split()
_FAMILY = (
    "Reid Gallacher Devlin Morrison Boyle Shaw Lennox Duffy Rafferty Iqbal Docherty Cairns McDonald Campbell Stewart Robertson "
    "Thomson Anderson MacKenzie Murray Fraser Kennedy O’Neill Burns Hamilton Wallace Sinclair Black Gibson Hunter Crawford Kowalski "
    "Ahmed Khan Quinn McLaughlin Docherty-Hill Watt Marshall Paterson Findlay Baird Nisbet Orr Pollock Tennant Ure Weir Young Yuill"
).split()
_STRENGTHS = [
    ("Good with engines", "I can hear what’s wrong with a car before the bonnet’s up."), ("Turns up", "If I say I’ll be there, I’m there."),
    ("Cooks", "I did three years in a kitchen. I can feed forty."), ("Good with his hands", "Give me a wall and I’ll plaster it."),
    ("A good listener", "Folk on the hall come to me."), ("Fit", "I’ve not missed the gym in a year."), ("Reads a lot", "I’ve been through the library twice."),
    ("A dad", "My two are what I get up for."), ("Paints", "They put mine up in the links centre."), ("Funny", "I can make anybody laugh."),
]  # fmt: skip
_NEEDS = [
    ("home", "A place of my own"), ("drink", "Staying off the drink"), ("family", "Seeing my daughter"), ("work", "A job I can keep"),
    ("money", "My money sorted for the first week"), ("drugs", "Keeping off the blues"), ("health", "A doctor who listens"), ("papers", "My ID and a bank card"),
    ("interests", "Playing football again"), ("thinking", "Not losing the head"),
]  # fmt: skip
_GOALS = {
    "home": ("Get my own keys", ["Homeless application", "View a flat", "Letter for the housing office"]),
    "drink": ("Stay off the drink", ["Go to the Tuesday group", "Phone my sponsor each night"]),
    "family": ("See my daughter", ["Write to her mum", "Ask the family worker about contact"]),
    "work": ("Work with cars again", ["Meet the work adviser", "Get my card"]),
    "money": ("Have money in my pocket", ["Claim on day one", "Open an account"]),
    "drugs": ("Keep clean", ["Script ready at the chemist", "See the worker each week"]),
    "health": ("Feel well", ["Sign up with a doctor", "Get my eyes tested"]),
    "papers": ("Prove who I am", ["Birth certificate", "Bank card"]),
    "interests": ("Play again", ["Walking football on Wednesday"]),
    "thinking": ("Keep the head", ["Count to ten, phone my mentor"]),
}
_WORDS = [
    "Nervous about the flat. Wants me there.", "Sounded well. His mum is lending pans.", "Went over the plan. He did two of the three things himself.",
    "Met at the café. Talked about the bairns.", "Benefits came through at last.", "Bad week. Said he nearly had a drink and phoned instead.",
    "Went with him to the housing office. Room for the night sorted.", "Quick call. All fine.", "He wants to see about the football.",
    "Spoke about the hearing on Thursday. I will go too.", "Got the letter from the doctor. Read it together.", "Not a good day. Just wanted to talk.",
]  # fmt: skip
_WHERE = [
    ("Housing office", "Parkhead"),
    ("Doctor", "Shettleston health centre"),
    ("Jobcentre", "Bridgeton"),
    ("View a flat", "Tollcross"),
    ("Bank", "Duke Street"),
]
_PLACES = {
    "S12000049": ["Shettleston", "Easterhouse", "Govan", "Pollokshields", "Maryhill", "Possilpark", "Castlemilk"], "S12000050": ["Airdrie", "Coatbridge", "Motherwell", "Wishaw"],
    "S12000029": ["Hamilton", "East Kilbride", "Larkhall"], "S12000038": ["Paisley", "Johnstone", "Renfrew"], "S12000018": ["Greenock", "Port Glasgow"],
    "S12000008": ["Kilmarnock", "Cumnock"], "S12000021": ["Irvine", "Saltcoats"], "S12000028": ["Ayr"], "S12000039": ["Clydebank"], "S12000047": ["Kirkcaldy"],
}  # fmt: skip


@dataclass
class Made:
    """What the partnership is made of."""

    today: date
    chance: random.Random
    programme: Programme
    coaches: dict[str, Worker]
    teams: dict[str, Team]
    duty: dict[UUID, Worker]
    mentors: dict[UUID, list[Worker]]
    codes: dict[tuple[str, str], Code]
    seed: int = 0
    standings: dict[UUID, Standing] = field(default_factory=dict)

    def by(self, worker: Worker) -> Standing:
        """Return how a worker stands, with nothing remembered of whom they saw."""
        if worker.pk not in self.standings:
            self.standings[worker.pk] = standing_of(worker, on=self.today)
        self.standings[worker.pk].sight.clear()
        return self.standings[worker.pk]

    def code(self, name: str, code: str) -> Code:
        """Return a code."""
        return self.codes[name, code]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time of day here."""
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def make(
    *,
    today: date | None = None,
    people_wanted: int = PEOPLE,
    seed: int = 2006,
    say: Callable[[str], object] = str,
    hands: int = 1,
) -> Made:
    """Make the demonstration in an empty database. `say` is told how far it has come.

    Several `hands` are processes that make the same people at the same time: each person has chances of their own.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        made = _partnership(today, seed)
    say("the partnership, its teams and prisons")
    helpers = _helpers(made, people_wanted, hands)
    try:
        for number in range(0, people_wanted, hands):
            with transaction.atomic(), as_service():
                _person(made, number)
            if (number // hands + 1) % (people_wanted // hands // 3 or 1) == 0:
                say(f"about {min(number + hands, people_wanted)} people")
        _past(made, 0, people_wanted, hands)
        while helpers:
            if os.waitstatus_to_exitcode(os.waitpid(helpers.pop(), 0)[1]) != 0:
                msg = "A part of the demonstration could not be made. What it said stands above."
                raise RuntimeError(msg)
    finally:
        for helper in helpers:  # broken off: nobody goes on by themselves
            os.kill(helper, signal.SIGKILL)
            os.waitpid(helper, 0)
    with transaction.atomic(), as_service():
        demonstration_agreements.share(today=today, by=made.by)
    with transaction.atomic(), as_service():
        demonstration_safety.make(today=today, by=made.by)
    with transaction.atomic(), as_service():
        _looks(made)
    with transaction.atomic():
        _worries(made)
        demonstration_seals.share(today=today, by=made.by)
        demonstration_sheets.make(today=today, by=made.by)
        demonstration_desk.make(today=today, by=made.by)
        demonstration_letters.make(today=today, by=made.by)
        # Mail of an invented past is not sent today.
        Mail.objects.filter(sent_at__isnull=True).update(sent_at=timezone.now())
        service = standing_of(Worker.objects.get(service=True), on=today)
        partnership.finish_demonstration(by=service, at=timezone.now())
    with transaction.atomic():
        # Counted by the worker, as in life: the figures stand there a moment after the demonstration does.
        figures.ask(by=made.by(Worker.objects.get(name="Grace Munro")))
    return made


def _worries(made: Made) -> None:
    """Write two worries down: one that waits to be read, one closed."""
    helpers = next(iter(made.mentors.values()))
    lead = Worker.objects.get(name="Farah Aziz")
    for ago, closed in ((0, False), (6, True)):
        now = at(made.today - timedelta(days=ago), 8)
        worry = worries.tell(
            by=made.by(helpers[0]), client_id=UUID(int=made.chance.getrandbits(128), version=4), now=now,
            words="He said he has not eaten and does not feel safe at night.", danger=Danger.NO, somebody="A man at the drop-in",
        )  # fmt: skip
        if closed:
            by = made.by(lead)
            worries.open_it(worry.pk, by=by, now=now)
            worries.told(worry.pk, by=by, who=Told.SOCIAL_WORK, basis="He agreed", told_at=now, now=now)
            worries.close(
                worry.pk,
                by=by,
                decision="A place at the hostel tonight. Food parcel given.",
                now=now,
                on=now.date(),
                review_on=made.today + timedelta(days=8),
            )


def _looks(made: Made) -> None:
    """Let the mentor of the first person out have looked, that person have asked, and somebody without a link have tried."""
    episode = (
        Episode.objects.filter(ended_on=None, last_contact_at__isnull=False)
        .select_related("owner")
        .order_by("pk")
        .first()
    )
    if episode is None:
        return
    by, stranger = made.by(episode.owner), Worker.objects.get(name="Tom Hindle")
    for page in ("person", "happened"):
        with acting(by):
            looks.write_down(
                [episode.person_id],
                by=by,
                how="view",
                page=page,
                opens=opened_to(by, episode.person_id),
                device="demo",
                request=UUID(int=0),
            )
    due_on = add_working_days(made.today, REPLY_DAYS, holidays=set())
    question = oversight.ask(
        episode.person_id, by=by, words="Who is Shona, and why can she see my plan?", on=made.today, due_on=due_on
    )
    oversight.withhold(
        question.pk, by=made.by(Worker.objects.get(name="Isla Boyd")), worker=stranger, exemption=Exemption.THIRD_PARTY,
        because="It would tell of somebody else.", review_on=made.today + timedelta(days=30), on=made.today,
    )  # fmt: skip
    with acting(made.by(stranger)):
        tried = looks.write_down_refusal(
            episode.person_id, by=made.by(stranger), page="person", device="demo", request=UUID(int=0)
        )
    service = made.by(Worker.objects.get(service=True))
    oversight.notice(
        Noticed.NO_LINK, by=service, worker=stranger.pk, day=made.today, evidence=[tried], people=[episode.person_id]
    )


def _helpers(made: Made, people_wanted: int, hands: int) -> list[int]:
    """Start the other hands, each with its own connection, and return their process numbers."""
    found = []
    if hands > 1:
        connection.close()
    # A Ctrl-C in the middle of a fork would be lost: it is heard before or after.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        for first in range(1, hands):
            helper = os.fork()
            if helper:
                found.append(helper)
            else:
                _help(made, first, people_wanted, hands)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    return found


_STOPPING = (signal.SIGINT, signal.SIGTERM)
FEWEST_WITH_A_PAST = 60


def _past(made: Made, first: int, people_wanted: int, hands: int) -> None:
    """Make those who came out long ago: two for every three of the others, so that the figures have somebody to follow.

    Of a few they would show nothing: there are none.
    """
    if people_wanted < FEWEST_WITH_A_PAST:
        return
    for number in range(first, people_wanted * 2 // 3, hands):
        with transaction.atomic(), as_service():
            demonstration_past.person(made, number, places=_PLACES, given=_GIVEN, family=_FAMILY)


def _help(made: Made, first: int, people_wanted: int, hands: int) -> NoReturn:
    """Make some of the people in a process of its own, and end it."""
    code = 1
    try:
        for one in _STOPPING:
            signal.signal(one, signal.SIG_IGN)  # the first hand is told, and ends the others
        for number in range(first, people_wanted, hands):
            with transaction.atomic(), as_service():
                _person(made, number)
        _past(made, first, people_wanted, hands)
        code = 0
    except BaseException:  # whatever it is, the process that started this one is told
        traceback.print_exc()
    finally:
        connection.close()
        os._exit(code)


def _nobody(chance: random.Random) -> None:
    """Tell no release."""
    del chance


def _partnership(today: date, seed: int) -> Made:
    began = today - timedelta(days=600)
    partnership.begin(
        name="Clyde Throughcare", nation=Nation.SCOTLAND, organisation="Clyde Mentoring", admin_name="Ada Innes",
        admin_email="ada@demo.invalid", on=began, demonstration=True,
    )  # fmt: skip
    by = standing_of(Worker.objects.get(name="Ada Innes"), on=today)
    lead = Organisation.objects.get()
    family = partnership.add_organisation(by=by, name="Kin Together", kind=OrganisationKind.FAMILY_CHARITY, on=began)
    trust = partnership.add_organisation(
        by=by, name="Hyndvale Community Trust", kind=OrganisationKind.FOOTBALL_TRUST, on=began
    )
    social = partnership.add_organisation(
        by=by, name="Clydeside Justice Social Work", kind=OrganisationKind.SOCIAL_WORK, on=began
    )

    def worker(name: str, role: Role, organisation: Organisation = lead, **post: object) -> Worker:
        return workers.add(
            by=by, name=name, email=f"{name.lower().replace(' ', '.').replace('’', '')}@demo.invalid", employer=organisation, on=began,
            posts=[{"organisation": organisation, "role": role, **post}],
        )  # fmt: skip

    areas = {
        "Glasgow": ["S12000049"], "Lanarkshire": ["S12000050", "S12000029"], "North Strathclyde": ["S12000038", "S12000018", "S12000039", "S12000045", "S12000011", "S12000035"],
        "South West Scotland": ["S12000008", "S12000021", "S12000028", "S12000006"],
    }  # fmt: skip
    teams = {
        name: partnership.add_team(by=by, organisation=lead, name=name, on=began, councils=councils)
        for name, councils in areas.items()
    }
    staff = {
        "Glasgow": ("Shona Muir", "Dod Weir", ["Moira Kerr", "Nadia Rahman", "Eck Dunn"]), "Lanarkshire": ("Lorna Baillie", "Jim Tait", ["Tam Hendry", "Rose Kane"]),
        "North Strathclyde": ("Peter Orr", "Anne Laidlaw", ["Billy Shields", "Carol Doak"]), "South West Scotland": ("Jean Carrick", "Hugh Milroy", ["Davy Kerr", "Maggie Neil"]),
    }  # fmt: skip
    duty: dict[UUID, Worker] = {}
    mentors: dict[UUID, list[Worker]] = {}
    for name, (chief, on_duty, helpers) in staff.items():
        team = teams[name]
        leader, first = worker(chief, Role.TEAM_LEAD, team=team), worker(on_duty, Role.DUTY_WORKER, team=team)
        duty[team.pk], mentors[team.pk] = first, [worker(helper, Role.MENTOR, team=team) for helper in helpers]
        partnership.put_on_duty(team.pk, by=by, lead=leader, duty_worker=first, deputy=mentors[team.pk][0], on=began)
    worker("Cora Lyle", Role.COORDINATOR)
    worker("Rhona Steele", Role.RECORD_STEWARD)
    worker("Isla Boyd", Role.DATA_PROTECTION_LEAD)
    worker("Eve Sutherland", Role.EVALUATOR)
    farah = worker("Farah Aziz", Role.SAFEGUARDING_LEAD)
    for team in teams.values():
        worries.put_on_safeguarding_duty(team.pk, by=by, lead=farah, on=began)
    fay = worker("Fay Grant", Role.FAMILY_COORDINATOR, family)
    # Seconded: employed by the family charity, working in the Glasgow team.
    workers.give_post(fay.pk, by=by, organisation=lead, role=Role.FAMILY_COORDINATOR, on=began, team=teams["Glasgow"])
    worker("Tom Hindle", Role.PARTNER_WORKER, trust)
    worker("Ishbel Rae", Role.REFERRER, social)
    coaches = {}
    for code, coach, deputy, team, desk in [
        ("S-BAR", "Iain Petrie", "Agnes Bell", "Glasgow", "0141 496 0102"), ("S-LOW", "Sheila Brodie", "Iain Petrie", "Glasgow", "0141 496 0103"),
        ("S-ADD", "Norrie Watt", None, "Lanarkshire", "01501 496 0104"), ("S-KIL", "Betty Sloan", None, "South West Scotland", "01563 496 010"),
        ("S-GRE", "Colin Fyfe", None, "North Strathclyde", "01475 496 010"), ("S-STI", "Linda Hope", None, "Glasgow", "01786 496 010"),
    ]:  # fmt: skip
        prison = Prison.objects.get(pk=code)
        coaches[code] = Worker.objects.filter(name=coach).first() or worker(coach, Role.PRISON_COACH, prison=prison)
        second = (
            (Worker.objects.filter(name=deputy).first() or worker(deputy, Role.PRISON_COACH, prison=prison))
            if deputy
            else None
        )
        words = {"S-BAR": "main gate, Lee Avenue"}.get(code, "main gate")
        partnership.switch_on(
            code,
            by=by,
            team=teams[team],
            duty_coach=coaches[code],
            deputy=second,
            on=began,
            today=today,
            gate_desk=desk,
            gate_words=words,
        )
    programme = programmes.begin(by=by, name="Through the gate", on=began)
    demonstration_agreements.make(
        today=today,
        worker=lambda name, role, organisation: worker(name, Role(role), organisation),
        by=lambda who: standing_of(who, on=today),
    )
    return Made(
        today, random.Random(seed), programme, coaches, {c: t for n, t in teams.items() for c in areas[n]}, duty, mentors,  # noqa: S311 - invention
        {(code.list_id, code.code): code for code in Code.objects.all()}, seed,
    )  # fmt: skip


def _person(made: Made, number: int) -> None:
    """Make one person and carry them as far as their story goes."""
    made.chance = random.Random(f"{made.seed}/{number}")  # noqa: S311 - an invented past, not a secret
    chance, today = made.chance, made.today
    story = _STORIES[number % len(_STORIES)]
    woman = number % 14 == 13
    prison = "S-STI" if woman else chance.choice(["S-BAR", "S-BAR", "S-LOW", "S-ADD", "S-KIL", "S-GRE"])
    council = chance.choice([*_PLACES][:9]) if story != "cannot_join" else "S12000047"
    if prison == "S-BAR":
        council = (
            chance.choice(["S12000049", "S12000049", "S12000050", "S12000029"]) if story != "cannot_join" else council
        )
    coach = made.coaches[prison]
    by = made.by(coach)
    released = _RELEASED.get(story, _nobody)(chance)
    out_on = today - timedelta(days=released) if released is not None else None
    comes_out = out_on or today + timedelta(days=_AHEAD.get(story, lambda c: c.randint(8, 84))(chance))
    listed = comes_out - timedelta(days=84)
    if listed > today - timedelta(days=1):
        listed = today - timedelta(days=chance.randint(1, 10))
    sentence = chance.randint(120, 1100)
    received = comes_out - timedelta(days=max(60, int(sentence * 0.4)))
    if received >= listed:
        received = listed - timedelta(days=20)
    given = _GIVEN_WOMEN[number // 14 % len(_GIVEN_WOMEN)] if woman else _GIVEN[(number * 7) % len(_GIVEN)]
    family = _FAMILY[(number * 11 + number // 50) % len(_FAMILY)]
    if number == 0:
        given, family = "Daniel", "Reid"
    person = people.create(
        by=by, given_names=given, family_name=family, known_as={"Daniel": "Danny", "William": "Billy", "James": "Jim"}.get(given, ""),
        birth_date=today - timedelta(days=chance.randint(19 * 365, 52 * 365)), home_place=chance.choice(_PLACES[council]), home_council=council,
        identifiers={IdentifierKind.SPIN: str(100_200 + number * 37)}, reading=chance.choice(["", "", "", "Prefers a call to a letter. Large print helps."]),
    )  # fmt: skip
    people.learn(person.pk, by=by, on=listed, list_facts={"sex": "F" if woman else "M"})
    if number % 5 == 0 and story != "remand":
        start = received - timedelta(days=chance.randint(160, 420))
        custody.go_in(
            person.pk,
            by=by,
            status="sentenced",
            on=start,
            today=start,
            prison=prison,
            sentence_days=180,
            learnt_on=listed,
        )
        custody.come_out(person.pk, by=by, on=received - timedelta(days=chance.randint(41, 112)), today=today)
    remand = story == "remand"
    custody.go_in(
        person.pk, by=by, status="remand" if remand else "sentenced", on=received, today=today, prison=prison, hall=f"{chance.choice('ABCDE')} hall",
        sentence_on=None if remand else received, sentence_days=None if remand else sentence, learnt_on=listed,
        no_date_because="trial not over" if remand else "",
    )  # fmt: skip
    if not remand:
        if story == "moved_date" or number % 9 == 4:
            custody.date_liberation(
                person.pk,
                by=by,
                day=comes_out + timedelta(days=chance.randint(5, 20)),
                known_on=listed,
                source="liberation list",
            )
            custody.date_liberation(
                person.pk,
                by=by,
                day=comes_out,
                known_on=min(today, listed + timedelta(days=9)),
                source="liberation list",
            )
        else:
            custody.date_liberation(person.pk, by=by, day=comes_out, known_on=listed, source="liberation list")
    episode = episodes.identify(person.pk, by=by, programme=made.programme, on=listed)
    if story in ("identified", "cannot_join", "remand", "moved_date"):
        return
    if story == "missed":
        custody.come_out(person.pk, by=made.by(coach), on=out_on, today=today, kind="from court", never_seen=True)
        return
    asked = listed + timedelta(days=chance.randint(0, 6))
    asked = min(asked, today)
    channel = chance.choice(
        [Channel.FACE_TO_FACE, Channel.FACE_TO_FACE, Channel.FACE_TO_FACE, Channel.LETTER, Channel.EMAIL_A_PRISONER]
    )
    offers.make(episode.pk, by=made.by(coach), channel=channel, made_on=asked, today=today)
    if story == "asked":
        return
    if story in ("thinking", "declined"):
        answer = OfferAnswer.THINKING if story == "thinking" else OfferAnswer.DECLINED
        reason = (
            made.code("decline_reasons", chance.choice(["not_ready", "other_support", "no_trust"]))
            if story == "declined"
            else None
        )
        offers.answer(episode.pk, by=made.by(coach), answer=answer, on=asked, today=today, reason=reason)
        return
    if number % 6 == 2:
        offers.answer(
            episode.pk,
            by=made.by(coach),
            answer=OfferAnswer.DECLINED,
            on=asked,
            today=today,
            reason=made.code("decline_reasons", "not_ready"),
        )
        asked = min(today, asked + timedelta(days=5))
        offers.make(episode.pk, by=made.by(coach), channel=Channel.FACE_TO_FACE, made_on=asked, today=today)
    offers.answer(episode.pk, by=made.by(coach), answer=OfferAnswer.ACCEPTED, on=asked, today=today)
    if story == "said_yes":
        return
    signed = min(today, asked + timedelta(days=chance.randint(1, 6)))
    consents.sign_up(
        episode.pk, by=made.by(coach), on=signed, today=today, way=chance.choice([Way.PAPER, Way.PAPER, Way.SCREEN]), at=at(signed, 11),
        answers={ConsentPurpose.TAKING_PART: True, ConsentPurpose.RECORD: True, ConsentPurpose.SHARING: chance.random() < 0.8, ConsentPurpose.RESEARCH: chance.random() < 0.6},
        shared_with="Housing, health",
    )  # fmt: skip
    if story == "signed_up":
        return
    _mentored(made, episode, story=story, signed=signed, comes_out=comes_out, out_on=out_on)


def _mentored(made: Made, episode: Episode, *, story: str, signed: date, comes_out: date, out_on: date | None) -> None:
    """Give a mentor, make a plan, go through the gate, and what came after."""
    chance, today = made.chance, made.today
    episode.refresh_from_db()
    team = episode.team_id
    duty = made.duty[team]
    waiting = Handover.objects.filter(episode=episode, answered_at__isnull=True).first()
    taken = min(today, signed + timedelta(days=chance.randint(1, 4)))
    if waiting is not None:
        ownership.answer(waiting.pk, by=made.by(duty), accepted=True, today=taken, at=at(taken, 15))
    helpers = made.mentors[team]
    mentor = chance.choice(helpers)
    handed = ownership.hand_over(
        episode.pk, by=made.by(duty), receiver=mentor, starts_on=taken, today=taken, at=at(taken, 16),
        words=chance.choice(["", "He would like someone from the same part of town."]),
    )  # fmt: skip
    if story == "handed":
        return
    ownership.answer(handed.pk, by=made.by(mentor), accepted=True, today=taken, at=at(taken, 17))
    called = episode.person.called
    by = made.by(mentor)
    talked = min(today, taken + timedelta(days=chance.randint(2, 9)))
    for about, words in chance.sample(_STRENGTHS, 2):
        needs.name_strength(episode.pk, by=by, about=about, words=words, said_by=called, on=talked)
    wanted = chance.sample(_NEEDS, 3)
    named = [
        needs.name_need(
            episode.pk,
            by=by,
            kind=made.code("needs", kind),
            words=words,
            said_by=called,
            on=talked,
            score=chance.randint(2, 5),
        )
        for kind, words in wanted
    ]
    contact.add_way(
        episode.person_id,
        by=by,
        kind="phone",
        value=f"07700 900{chance.randint(100, 999)}",
        safe_to_leave_message=chance.random() < 0.7,
        on=talked,
    )
    if chance.random() < 0.5:
        contact.add_close(
            episode.person_id,
            by=by,
            name=chance.choice(["Jean", "Ann", "Mary", "Rena"]),
            relation=chance.choice(["Mum", "Sister", "Gran"]),
            happy_to_be_phoned=True,
            on=talked,
        )
    if story == "no_plan":
        _note(made, episode, mentor, talked, channel=Channel.PRISON_VISIT)
        begun = plans.draft(episode.pk, by=by, on=talked)
        first = plans.Aim(_GOALS[wanted[0][0]][0], (plans.Step(_GOALS[wanted[0][0]][1][0], Who.PARTICIPANT),))
        plans.write(begun.pk, by=by, version=begun.version, aims=[first])
        return
    plan = plans.draft(episode.pk, by=by, on=talked)
    aims = [
        plans.Aim(_GOALS[kind][0], tuple(
            plans.Step(what, Who.PARTICIPANT if place == 0 else Who.MENTOR, by_on=comes_out + timedelta(days=7 * (place + 1)))
            for place, what in enumerate(_GOALS[kind][1])
        ))
        for kind, _ in wanted[:2]
    ]  # fmt: skip
    plans.write(plan.pk, by=by, version=plan.version, aims=aims)
    agreed = min(today, talked + timedelta(days=3))
    plans.agree(plan.pk, by=by, way=Way.PAPER, on=agreed, today=today)
    visit_on = comes_out - timedelta(days=chance.randint(7, 14))
    if visit_on > agreed:
        visit = appointments.book(
            episode.pk, by=by, client_id=UUID(int=chance.getrandbits(128), version=4), kind="visit", starts_at=at(visit_on, 14), purpose="Meet before release",
            now=at(agreed, 12), worker=mentor,
        )[0]  # fmt: skip
        if visit_on < today:
            result = "on_time" if chance.random() < 0.8 else "denied_entry"
            appointments.mark(visit.pk, by=by, result=made.code("appointment_results", result), now=at(visit_on, 16))
    if out_on is None:
        if (comes_out - today).days <= 14:
            pack = gates.prepare_pack(
                episode.pk, by=by, on=today - timedelta(days=1), kept_where="the office", serials={0: "4471", 1: "2093"}
            )
            gates.plan(
                episode.pk,
                by=by,
                worker=mentor,
                due_at=at(comes_out, 9, 30),
                now=at(today, 0),
                asked="Wait by the bus stop, not right at the door.",
            )
            if chance.random() < 0.4:
                gates.leave_pack(pack.pk, by=by, on=today, left_with="reception")
        if chance.random() < 0.5:
            what, where = chance.choice(_WHERE)
            appointments.book(
                episode.pk, by=by, client_id=UUID(int=chance.getrandbits(128), version=4), kind="appointment", starts_at=at(comes_out, 11, 30), purpose=what,
                where=where, now=at(today, 8), accompanied=True,
            )  # fmt: skip
        return
    _out(made, episode, story=story, mentor=mentor, out_on=out_on, named=named)


def _out(made: Made, episode: Episode, *, story: str, mentor: Worker, out_on: date, named: list) -> None:
    """Through the gate, and the weeks after."""
    chance, today = made.chance, made.today
    by = made.by(mentor)
    before = out_on - timedelta(days=2)
    gates.prepare_pack(
        episode.pk, by=by, on=before, kept_where="the office", serials={0: str(chance.randint(1000, 9999))}
    )
    meeting = gates.plan(episode.pk, by=by, worker=mentor, due_at=at(out_on, 9, 30), now=at(before, 9))
    if story == "not_met" or chance.random() < 0.12:
        gates.mark(meeting.pk, by=by, result=made.code("gate_results", "early"), now=at(out_on, 10), on=out_on)
    else:
        handed = [item.pk for item in _items(episode)]
        gates.mark(
            meeting.pk,
            by=by,
            result=made.code("gate_results", "met"),
            met_at=at(out_on, 9, 42),
            now=at(out_on, 10),
            handed=handed,
        )
    if story == "just_out":
        return
    last = today
    if story == "quiet":
        last = today - timedelta(days=chance.randint(22, 40))
    if story in ("moved_on", "back_inside", "returned_and_out", "lost"):
        last = min(today - timedelta(days=10), out_on + timedelta(days=chance.randint(40, 110)))
    last = max(last, out_on + timedelta(days=1))
    day = out_on + timedelta(days=1)
    while day <= last:
        _note(made, episode, mentor, day)
        day += timedelta(days=chance.randint(5, 13))
    if story == "quiet":
        for ago, way in [(12, Channel.PHONE), (6, Channel.TEXT)][: chance.randint(0, 2)]:
            _note(made, episode, mentor, today - timedelta(days=ago), spoke=False, channel=way)
    for need in named[: chance.randint(1, 3)]:
        if last > out_on + timedelta(days=14):
            needs.put_at(need.pk, by=by, of=type(need), score=chance.randint(4, 9), on=last)
    if chance.random() < 0.7:
        links.put_in_touch(
            episode.pk,
            by=by,
            agency=chance.choice(
                ["Tollcross Housing", "Hyndvale Community Trust", "Eastside Recovery", "Citizens Advice"]
            ),
            what_for="A settled place",
            on=out_on + timedelta(days=3),
        )
    weeks = (last - out_on).days // 7
    if weeks >= 4:
        review = plans.draft(episode.pk, by=by, on=out_on + timedelta(days=20))
        with acting(by):
            aims = plans.aims_of(review)
        plans.write(review.pk, by=by, version=review.version, aims=aims)
        plans.agree(review.pk, by=by, way=Way.SPOKEN, on=out_on + timedelta(days=21), today=today)
    if weeks >= 6 and chance.random() < 0.5:
        kind = chance.choice(["employment", "training", "home", "gp", "benefits", "volunteering"])
        outcome = outcomes.achieve(
            episode.pk, by=by, kind=made.code("outcome_kinds", kind), started_on=out_on + timedelta(days=30), evidence="A letter, seen", today=today,
        )  # fmt: skip
        if (today - outcome.started_on).days > 13 * 7 + 14 and chance.random() < 0.7:
            outcomes.check(
                outcome.pk,
                by=by,
                week=13,
                still=chance.random() < 0.8,
                on=outcome.started_on + timedelta(days=95),
                today=today,
            )
    if story in ("engaged", "quiet") and chance.random() < 0.7:
        what, where = chance.choice(_WHERE)
        appointments.book(
            episode.pk, by=by, client_id=UUID(int=chance.getrandbits(128), version=4), kind="appointment",
            starts_at=at(today + timedelta(days=chance.choice([0, 0, 1, 1, 3, 8])), chance.choice([10, 11, 14, 16])), purpose=what, where=where, now=at(today, 7),
            accompanied=chance.random() < 0.5,
        )  # fmt: skip
    if story in ("back_inside", "returned_and_out"):
        back = last + timedelta(days=3)
        custody.go_in(
            episode.person_id,
            by=by,
            status=chance.choice(["remand", "sentenced", "recall"]),
            on=back,
            today=today,
            prison="S-BAR",
        )
        if story == "returned_and_out":
            custody.come_out(
                episode.person_id, by=made.by(mentor), on=min(today, back + timedelta(days=5)), today=today
            )
    if story == "lost":
        for ago, way in [(9, Channel.PHONE), (6, Channel.TEXT), (2, Channel.LETTER)]:
            _note(made, episode, mentor, last + timedelta(days=10 - ago), spoke=False, channel=way)
        end = last + timedelta(days=9)
        endings.move_on(
            episode.pk,
            by=by,
            reason=made.code("ending_reasons", "lost_contact"),
            on=min(end, today),
            today=today,
            at=at(min(end, today), 18),
        )
    if story == "moved_on":
        reason = chance.choice(["goals_met", "goals_met", "chose", "other_support", "moved_away"])
        endings.move_on(
            episode.pk,
            by=by,
            reason=made.code("ending_reasons", reason),
            on=last,
            today=today,
            at=at(last, 18),
            summary="Settled, and knows where we are.",
        )


def _items(episode: Episode) -> list:
    return list(PackItem.objects.filter(pack__episode=episode))


def _note(
    made: Made, episode: Episode, mentor: Worker, day: date, *, spoke: bool = True, channel: Channel | None = None
) -> None:
    """Write one note."""
    chance = made.chance
    when = at(day, chance.randint(9, 16), chance.choice([0, 10, 30, 45]))
    now = max(when, at(day, 18))
    notes.save(
        [episode.pk], by=made.by(mentor), client_id=UUID(int=chance.getrandbits(128), version=4), spoke=spoke,
        channel=channel or chance.choice([Channel.PHONE, Channel.PHONE, Channel.FACE_TO_FACE, Channel.TEXT]),
        kind=made.code("contact_kinds", chance.choice(["mentoring", "mentoring", "practical", "accompaniment", "listening"])),
        happened_at=when, now=now, minutes=chance.choice([5, 15, 15, 30, 60]) if spoke else None, words=chance.choice(_WORDS) if spoke else "",
        about=[chance.choice(["home", "money", "health", "family"])],
    )  # fmt: skip


# Each story is told in turn: so many of each hundred and fifty.
_STORIES = (
    ["engaged"] * 6 + ["identified"] * 3 + ["planning"] * 4 + ["asked", "thinking", "declined", "said_yes", "signed_up", "handed", "no_plan"]
    + ["quiet"] * 2 + ["moved_on"] * 5 + ["back_inside"] * 2 + ["returned_and_out", "missed", "cannot_join", "remand", "moved_date", "just_out", "gate_today", "lost", "not_met"]
)  # fmt: skip
_RELEASED = {
    "engaged": lambda c: c.randint(12, 120), "quiet": lambda c: c.randint(50, 150), "moved_on": lambda c: c.randint(130, 420), "back_inside": lambda c: c.randint(60, 300),
    "returned_and_out": lambda c: c.randint(140, 300), "missed": lambda c: c.randint(3, 40), "just_out": lambda c: c.randint(0, 1), "lost": lambda c: c.randint(120, 300),
    "not_met": lambda c: c.randint(5, 30),
}  # fmt: skip
_AHEAD = {
    "gate_today": lambda c: c.randint(0, 1), "planning": lambda c: c.randint(3, 30), "identified": lambda c: c.randint(6, 80), "no_plan": lambda c: c.randint(20, 50),
}  # fmt: skip
