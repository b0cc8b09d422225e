"""The table of doors: what each of the cast gets at every address of ours, by method and by the state of the record.

A row is short: the kind of page, what its address names, and what is not as the kind has it. A new address needs one row
(`tests/web/test_table_of_doors.py` fails without). What a row says:

    page        200, to be read         form    200 or 422: what was sent is looked at
    moved       it leads on             no      403
    nothing     the 404 of an id that there is not, to the byte, and nothing is changed
    sign_in     leads to signing in     405     not to be asked for in that way
    token       401, for programs: no token, or one that opens nothing any more

The states of a record are in `tests/doors.py`. A new one is one more entry in `PEOPLE` there and one more line in `OPEN`
here.
"""

from dataclasses import dataclass, field

from throughline.policy.grants import EVERYTHING, OPENED_BY, Basis, Opens

METHODS = ("GET", "HEAD", "POST")
OTHERS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

# What is open of a record, by its state and by who asks. Whoever is not named sees nothing of it.
WORKS = int(Opens(EVERYTHING) & ~Opens.OFFENDING)
READS = int(Opens(EVERYTHING) & ~(Opens.OFFENDING | Opens.WORK))
_TEAM = {"team_lead": WORKS, "duty_worker": WORKS, "coordinator": WORKS}
OPEN = {
    "own": _TEAM | {"mentor": WORKS, "data_protection": int(Opens.IDENTITY)},  # who answers what the person asked
    "team": _TEAM | {"other_mentor": WORKS, "past": WORKS},  # who stands in for them
    "shared": _TEAM | {"mentor": WORKS, "partner_coach": int(Opens.IDENTITY | Opens.SAFETY)},
    "expired": _TEAM | {"mentor": WORKS},
    "read": _TEAM | {"mentor": WORKS, "evaluator": READS},
    "ended": _TEAM | {"mentor": WORKS},
    "sealed": {"mentor": WORKS, "coordinator": WORKS},
    "conflict": {"mentor": WORKS, "team_lead": WORKS, "coordinator": WORKS},
    "emergency": _TEAM | {"mentor": WORKS, "family_coordinator": int(OPENED_BY[Basis.BREAK_GLASS])},
}

SETS_UP = ("administrator", "manager")
LISTS = ("prison_coach", "other_coach", "duty_worker", "team_lead", "coordinator", "partner_lead")
BRINGS = ("administrator", "manager", "team_lead", "coordinator", "partner_lead")
SPEAKS = ("team_lead", "data_protection", "manager")  # for the lead charity
SIGNED_IN = (
    "administrator", "prison_coach", "other_coach", "mentor", "other_mentor", "duty_worker", "team_lead", "coordinator", "family_coordinator",
    "partner_coach", "evaluator", "safeguarding_lead", "record_steward", "stranger", "data_protection", "manager", "partner_lead", "past",
)  # fmt: skip
PARTIES = tuple(name for name in SIGNED_IN if name != "stranger")  # who work for a side of the agreements here


@dataclass(frozen=True)
class Door:
    """A row of the table.

    `thing` is what the address names; `opens` the kind of information that must be open, where it is somebody's record;
    `who` those whom it lets in, where it is not, by state if need be ("" is any other state). `reader` is what whoever may only read gets (GET, POST); `but` what single
    members get instead, or all in one state, by the member or state and, if need be, the method.
    """

    get: str = "page"
    post: str = "405"
    thing: str = ""
    opens: int = 0
    who: tuple[str, ...] | dict[str, tuple[str, ...]] = SIGNED_IN
    reader: tuple[str, str] = ("nothing", "nothing")
    others: str = "nothing"  # what whoever is not let in gets
    open_to_all: bool = False
    for_machines: bool = False
    head: str = "405"  # what a program gets that asks for an answer without its body
    but: dict = field(default_factory=dict)

    def lets(self, member: str, method: str, state: str) -> str:
        """Return what somebody gets."""
        asks = "post" if method == "POST" else "get"
        usual = self.post if asks == "post" else self.get
        if method not in METHODS or (method == "HEAD" and self.post != "405"):
            usual = "405"  # a page with a form is asked for by GET or POST
        if self.for_machines and member in ("nobody", "leaver"):
            return "token"
        if self.for_machines and self.get == self.post == "nothing":
            return "nothing"
        if self.for_machines and method == "HEAD":
            usual = self.head
        if member == "nobody" and not self.open_to_all:
            return "sign_in"
        if member == "leaver" and not self.open_to_all:
            return "no"
        if usual == "405":
            return "405"
        if not self._is_there(member, state):
            return self.others
        for key in ((member, asks), member, (state, asks), state):
            if key in self.but:
                return self.but[key]
        if self.opens and not OPEN[state].get(member, 0) & Opens.WORK:
            return self.reader[asks == "post"]
        return usual

    def _is_there(self, member: str, state: str) -> bool:
        if state == "absent":
            return False
        if self.open_to_all:
            return True
        if self.opens:
            return bool(OPEN[state].get(member, 0) & self.opens)
        return member in (self.who.get(state, self.who.get("", ())) if isinstance(self.who, dict) else self.who)


def own(get: str = "page", post: str = "405", **more) -> Door:
    """A page of one's own, that everybody who is signed in has."""
    return Door(get, post, **more)


def role(
    who: tuple[str, ...] | dict[str, tuple[str, ...]], get: str = "page", post: str = "form", thing: str = "", **more
) -> Door:
    """A page for those who have some part."""
    return Door(get, post, thing, who=who, **more)


def setup(thing: str = "", get: str = "page", post: str = "form", **more) -> Door:
    """A page of setting up."""
    return Door(get, post, thing, who=SETS_UP, **more)


def read(thing: str = "person", opens: int = Opens.IDENTITY, **more) -> Door:
    """A page of somebody's record, to be read."""
    return Door("page", "405", thing, int(opens), reader=("page", "405"), **more)


def write(thing: str = "episode", opens: int = Opens.JOURNEY, post: str = "form", **more) -> Door:
    """A page that changes a record: not there for those who may only read."""
    return Door("page", post, thing, int(opens), **more)


def both(thing: str, opens: int = Opens.JOURNEY, **more) -> Door:
    """A page of a record that is read by those who see it, and changed by those who work with it."""
    return Door("page", "form", thing, int(opens), reader=("page", "nothing"), **more)


def open_door(get: str, post: str = "405", **more) -> Door:
    """A page that needs nobody to be signed in."""
    return Door(get, post, open_to_all=True, **more)


def machine(get: str = "page", post: str = "405", thing: str = "", opens: int = 0, **more) -> Door:
    """An address for programs: it asks for a token, and says in so many words who may only read."""
    return Door(get, post, thing, int(opens), reader=(get, "no"), for_machines=True, **more)


_SAFE, _PLAN, _NAME = Opens.SAFETY, Opens.PLAN, Opens.IDENTITY
_WORRIED = {
    "": ("mentor", "safeguarding_lead", "team_lead"),
    "team": ("other_mentor", "safeguarding_lead", "team_lead"),  # another's
}
_FOR_ANOTHER = {
    "evaluator": "nothing",
}  # a statement is for the organisation it was written for
_WRITES = ("manager",)
_SETTLES = ("data_protection", "record_steward")
_BREAKS = (
    "prison_coach", "other_coach", "mentor", "other_mentor", "duty_worker", "team_lead", "coordinator", "family_coordinator", "safeguarding_lead",
    "stranger", "past", "partner_lead",
)  # fmt: skip

_READS_FIGURES = ("evaluator", "manager")
_NO_FIGURES = {name: "no" for name in SIGNED_IN if name not in _READS_FIGURES}
_PRINTS = tuple(name for name in _BREAKS if name != "safeguarding_lead")
_DESK = ("team_lead", "coordinator", "partner_lead")
_LEADS = ("team_lead", "duty_worker", "coordinator")
_SHEETS = {"out": ("mentor", *_LEADS), "ready": ("mentor", *_LEADS), "back": ("other_mentor", *_LEADS)}

# A lead of whoever wrote the note, where the record is open to them.
_THANKS = {"": ("team_lead", "coordinator"), "sealed": ("coordinator",)}

ROUTES = {
    # Pages of one's own.
    "today": Door("page", open_to_all=True, but={
        "nobody": "sign_in", "leaver": "no", "safeguarding_lead": "moved", "administrator": "moved", "manager": "moved", "partner_coach": "moved",
        "evaluator": "moved", "record_steward": "moved", "data_protection": "moved",
    }),
    "more": own(), "people": own(), "find": own("form", "form"), "note": own(), "worried": own("form", "form"), "worries": own(),
    "safety_pages": own(), "check_words": own("405", "page"), "agreements": own(),
    "drop_kept": own("405", "nothing"), "sign_out_everywhere": own("405", "sign_in"),
    "account_reopen": open_door("moved", "form", but={"nobody": "sign_in"}), "account_reopen_passkey": open_door("405", "form", but={"nobody": "sign_in"}),
    "account_still_here": open_door("page", "page", but={"nobody": "sign_in"}),
    "healthz": open_door("page"), "begin": open_door("nothing", "sign_in"),
    "demo": open_door("nothing"), "demo_mail": open_door("nothing"), "demo_sign_in": open_door("nothing", thing="token"),
    # Pages of a part.
    "offers": own("page", "form"), "new_person": role(LISTS, others="no"), "lists": role(LISTS), "list_template": role(LISTS, post="405"),
    "held_rows": role((*LISTS, "record_steward"), post="405"), "decide_held": role(("other_coach", "record_steward"), "405", "nothing", "held"),
    "list_preview": role(("other_coach",), "page", "moved", "list"),
    "caseload": role(BRINGS), "caseload_template": role(BRINGS, post="405"), "caseload_preview": role(("administrator",), "page", "form", "caseload"),
    "caseload_marked": role(("administrator",), post="405", thing="caseload"),
    "take_back_caseload": role(("administrator",), "page", "moved", "brought"),
    "worry": role(_WORRIED, "page", "405", "worry"), "worry_told": role(_WORRIED, thing="worry"), "close_worry": role(_WORRIED, thing="worry"), "review_worry": role(_WORRIED, thing="worry"),
    "oversight": role(("data_protection",), post="405"), "answer_question": role(("data_protection",), thing="question"),
    "keep_back": role(("data_protection",), thing="question"), "review_kept": role(("data_protection",), thing="kept"), "deal_with_alert": role(("data_protection",), thing="alert"),
    # Figures: of nobody by name.
    "figures": role(_READS_FIGURES, post="405", others="no"), "count_figures": role(("manager",), "405", "moved", others="no"),
    "figure": Door(thing="figure", who=SIGNED_IN, but=_NO_FIGURES), "figure_people": Door(thing="figure", who=SIGNED_IN, but=_NO_FIGURES),
    "figure_csv": Door(thing="figure", who=SIGNED_IN, but=_NO_FIGURES), "figure_xlsx": Door(thing="figure", who=SIGNED_IN, but=_NO_FIGURES),
    # What is kept from somebody, and what is opened in an emergency.
    "know_person": Door("page", "form", "person", int(_NAME), reader=("page", "form")), "know_somebody": own("page", "form"),
    "match_conflict": role(_SETTLES, thing="conflict"), "end_conflict": role(_SETTLES, "page", "moved", "conflict", but={("over", "post"): "form"}),
    "cover": own("page", "form"), "end_cover": role({"live": ("other_mentor", "past", "team_lead", "coordinator")}, "page", "moved", "cover"),
    "break_glass": role(_BREAKS), "glass_reviews": own(), "review_glass": role(("data_protection", "team_lead"), thing="glass"),
    "seals": role(_SETTLES, post="405"), "set_seal": role(("data_protection",)), "seal": role(("data_protection",), post="405", thing="seal"),
    "name_holder": role(("data_protection",), thing="seal"), "review_seal": role(("data_protection",), thing="seal"),
    "end_seal": role(("data_protection",), thing="seal"), "drop_holder": role(("data_protection",), "page", "moved", "holder", but={("over", "post"): "form"}),
    "tokens": own("page", "form"), "news": own("page"), "keys": own("page", "moved"),
    "end_token": role({"own": ("mentor",), "ended": ("mentor",), "anothers": ("other_mentor",)}, "405", "moved", "access_token"),
    # Addresses for programs.
    "api-root": machine("nothing", "nothing"), "api_description": machine(head="page"), "api_people": machine(), "api_codes": machine(), "api_person": machine(thing="person", opens=_NAME),
    "api_save_note": machine("405", "form", "person", _NAME), "api_mark_appointment": machine("405", "form", "appointment", Opens.JOURNEY),
    # Printed sheets: their holder's, and of those who lead the holder's team.
    "sheets": own(), "new_sheet": role(_PRINTS), "my_sheet": role(_PRINTS, post="moved"),
    "sheet": role(_SHEETS, "page", "405", "day_sheet"), "print_sheet": role(_SHEETS, "page", "405", "day_sheet", but={"ready": "moved"}),
    "take_sheet": role(_SHEETS, "405", "moved", "day_sheet"), "enter_sheet": role(_SHEETS, thing="day_sheet"),
    "give_back_sheet": role(_SHEETS, thing="day_sheet"),
    # The lead's desk: nobody else's.
    "desk": role(_DESK, post="405"), "give_people": role(_DESK, "405", "form"),
    "undo_reassignment": role(("team_lead", "coordinator"), "page", "moved", "reassignment"),
    "thank": role(_THANKS, "page", "moved", "note", but={("sealed", "post"): "form"}),  # thanked for already
    # Letters: printed by those who see people, on a record on which they work; those printed together are their printer's.
    "letters": own(), "new_letters": role(_PRINTS), "write_letter": write(but={"partner_coach": "nothing"}),
    "letter": read("letter", Opens.JOURNEY), "print_letter": read("letter", Opens.JOURNEY),
    "letter_run": role(("mentor",), "page", "405", "letter_run"), "print_letter_run": role(("mentor",), "page", "405", "letter_run"),
    "letter_templates": setup(post="405"), "letter_template": setup("letter_template"), "check_letter_template": setup("letter_template"),
    "retire_letter_template": setup("letter_template"),
    # Pages of agreements: read by whoever works for a side, written by who makes them, approved by who speaks for a side.
    "make_agreement": role(_WRITES), "declared_needs": role((*SPEAKS, "partner_lead")), "agreement": role(PARTIES, "page", "405", "agreement"),
    "agreement_versions": role(PARTIES, "page", "405", "agreement"), "agreement_plain": role(PARTIES, "page", "405", "agreement"),
    "agreement_version": role(PARTIES, "page", "405", "version"), "print_agreement": role(PARTIES, "page", "405", "version"),
    "change_agreement": role(_WRITES, "page", "moved", "agreement"), "write_agreement_when": role(_WRITES, thing="draft"),
    "write_agreement_purposes": role(_WRITES, thing="draft"), "write_agreement_rights": role(_WRITES, "page", "moved", "draft"),
    "write_agreement_work": role(_WRITES, "page", "moved", "draft"), "write_agreement_safe": role(_WRITES, "page", "moved", "draft"),
    "write_agreement_purpose": role(_WRITES, "page", "moved", "draft_purpose"), "propose_agreement": role(_WRITES, "page", "moved", "draft"),
    "put_agreement_away": role(_WRITES, thing="draft"), "approve_agreement": role(SPEAKS, thing="waits"),
    "review_agreement": role((*SPEAKS, "partner_lead"), thing="agreement"), "end_agreement": role((*SPEAKS, "partner_lead"), thing="agreement"),
    # Pages of a record, to be read.
    "person": read(), "happened": read(), "why": read(), "my_record": read(), "print_my_record": read(), "safety": read(opens=_SAFE),
    "plans": read("episode", Opens.JOURNEY), "print_plan": read("plan", _PLAN), "appointment_ics": read("appointment", Opens.JOURNEY),
    "statement": read("statement", _SAFE, but=_FOR_ANOTHER), "print_statement": read("statement", _SAFE, but=_FOR_ANOTHER),
    "appointment": both("appointment"), "gate": both("gate"),
    # Pages that change a record.
    "book": write(), "sign_up": write(), "ask_again": write(), "move_on": write(), "hand_over": write(), "plan_gate": write(),
    "changes": write("person", _NAME, post="405"),
    "prepare_pack": write(), "make_offer": write(), "answer_offer": write(), "excuse_clock": write(), "reopen": write(post="moved"),
    "name_strength": write(), "name_need": write(), "put_in_touch": write(), "achieve": write(), "plan": write(post="moved", but={("ended", "post"): "form"}),
    "died": write("person", _NAME), "not_dead": write("person", _NAME, post="moved"),
    "came_out": write("person", _NAME), "correct_release": write("person", _NAME), "went_in": write("person", _NAME), "new_date": write("person", _NAME),
    "moved_prison": write("person", _NAME), "describe_person": write("person", _NAME), "add_name": write("person", _NAME),
    "add_number": write("person", _NAME), "add_way": write("person", _NAME), "add_close": write("person", _NAME), "write_note": write("person", _NAME),
    "ask_about_looks": write("person", _NAME), "write_statement": write("person", _SAFE), "add_restriction": write("person", _SAFE),
    "keep_draft": Door("405", "moved", "person", int(_NAME)),
    "correct_appointment": write("marked_appointment"), "withdraw_consent": write("consent"), "answer_handover": write("handover"),
    "withdraw_handover": write("handover", post="moved"), "pack": write("pack"), "gate_met": write("gate"), "gate_not_met": write("gate"),
    "correct_gate": write("gate"), "scale_need": write("need", _PLAN), "scale_strength": write("strength", _PLAN), "tell_link": write("link", _PLAN),
    "check_outcome": write("outcome", _PLAN), "agree_plan": write("plan", _PLAN), "put_plan_away": write("plan", _PLAN), "do_step": write("step", _PLAN, post="moved"),
    "correct_note": write("note", Opens.NOTES), "change_statement": write("statement", _SAFE), "end_statement": write("statement", _SAFE),
    "change_restriction": write("restriction", _SAFE), "end_restriction": write("restriction", _SAFE),
    # Pages of setting up.
    "setup": setup(post="405"), "setup_partnership": setup(), "setup_councils": setup(), "setup_holidays": setup(), "setup_organisations": setup(),
    "setup_teams": setup(), "setup_prisons": setup(), "setup_workers": setup(), "paste_workers": setup(), "setup_programme": setup(),
    "setup_codes": setup(post="405"), "setup_code": setup("code_list"), "rename_organisation": setup("organisation"),
    "end_organisation": setup("organisation", post="moved"), "rename_team": setup("team_row"), "setup_duty": setup("team_row"), "serve_area": setup("team_row"),
    "end_team": setup("team_row", post="moved"), "setup_safeguarding": setup("team_row"), "leave_area": setup("area", post="moved"), "setup_prison": setup("prison_service"),
    "switch_off": setup("prison_service", post="moved"), "describe_worker": setup("worker"), "setup_worker": setup("worker"), "worker_away": setup("worker"),
    "worker_leaves": setup("worker"), "invite_worker": setup("worker", "405", "moved"), "worker_stays": setup("worker", "405", "moved"),
    "end_post": setup("post", post="moved"), "programme_words": setup("programme"), "pack_contents": setup("programme"), "setup_clock": setup("clock"),
    "setup_wording": setup("wording"), "retire_code": setup("code", post="moved"),
}  # fmt: skip
