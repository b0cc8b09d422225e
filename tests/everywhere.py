"""Every page there is, with somebody who may see it and something to see: made from the demonstration's records."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tests.files import caseloads, liberation_list
from throughline.actions import agreements, lists
from throughline.actions.beats import moment
from throughline.domain.agreements import AgreementState
from throughline.domain.figures import DEFINITIONS
from throughline.domain.vocabulary import Role, Stage
from throughline.exchange import liberations
from throughline.exchange.reference import towns
from throughline.models import (
    AgreementVersion,
    Alert,
    Appointment,
    BreakGlass,
    Code,
    Conflict,
    Consent,
    ConsentWording,
    Cover,
    Episode,
    GateMeeting,
    GoalAction,
    Handover,
    HeldRow,
    Letter,
    LetterTemplate,
    Need,
    Note,
    Organisation,
    Outcome,
    Pack,
    Plan,
    Post,
    PrisonService,
    Programme,
    Question,
    Reassignment,
    Restriction,
    SafetyStatement,
    Seal,
    ServiceLink,
    Sheet,
    StandardRow,
    Strength,
    Team,
    TeamArea,
    Thanks,
    Upload,
    Withholding,
    Worker,
    WorryReader,
    standing_of,
)
from throughline.queries.lists import fates, places

# Not pages: files, answers to scripts, things done by a press alone.
NOT_PAGES = {
    "appointment_ics", "list_template", "caseload_template", "caseload_marked", "print_plan", "print_my_record", "print_agreement", "keep_draft", "healthz", "demo_sign_in", "invite_worker", "worker_stays", "decide_held", "print_statement", "print_letter", "print_letter_run", "print_sheet", "take_sheet", "check_words", "end_token",
    "give_people",  # looked at in test_a_desk
    "figure_csv", "figure_xlsx", "count_figures",
    "account_reopen", "account_reopen_passkey", "account_still_here", "drop_kept", "sign_out_everywhere",  # looked at in test_idle_lock
    "begin",  # of an empty database only: looked at in test_from_nothing
}  # fmt: skip


def who_sees(model, **which):
    """Return the first row that fits, with the worker who looks after its person."""
    for row in model.objects.filter(**which).select_related("person").order_by("pk")[:200]:
        episode = row if isinstance(row, Episode) else Episode.objects.filter(person=row.person).first()
        if episode is None:
            continue
        owner = episode.owner
        if model.objects.visible_to(standing_of(owner, on=timezone.localdate())).filter(pk=row.pk).exists():
            return row, owner
    raise AssertionError(f"nobody in the demonstration has {model.__name__} with {which}")


def pages():
    """Return (name of the address, its arguments, who looks)."""

    def role(one):
        post = Post.objects.filter(role=one, until_on=None, worker__account__isnull=False).order_by("pk").first()
        return post.worker

    out, mentor = who_sees(Episode, stage=Stage.ENGAGED, ended_on=None, last_contact_at__isnull=False)
    inside, insides = who_sees(Episode, stage=Stage.PLANNING, ended_on=None)
    back, backs = who_sees(Episode, stage=Stage.IN_CUSTODY, ended_on=None)
    gone, gones = who_sees(Episode, stage=Stage.MOVED_ON)
    asked, coach = who_sees(Episode, stage=Stage.OFFERED, ended_on=None)
    waiting, _ = who_sees(Episode, stage=Stage.IDENTIFIED, ended_on=None)
    admin, steward = role(Role.ADMINISTRATOR), role(Role.RECORD_STEWARD)
    found = []

    def add(name, thing=None, looks=None, tag=""):
        found.append((name, thing, looks, tag))

    for name in ("today", "people", "find", "note", "more"):
        add(name, None, mentor)
    for name in ("offers", "lists", "new_person"):
        add(name, None, coach)
    for name in ("tokens", "news", "keys"):
        add(name, None, mentor)
    add("today", None, coach, "-coach")
    add("today", None, role(Role.TEAM_LEAD), "-lead")
    for name in ("worried", "worries"):
        add(name, None, mentor)
    for name in ("sheets", "new_sheet", "my_sheet"):
        add(name, None, coach if name == "new_sheet" else mentor)
    given = Reassignment.objects.first()
    add("desk", None, given.by)
    add("undo_reassignment", given.pk, given.by)
    said = Thanks.objects.select_related("note__worker").first()
    add("today", None, said.note.worker, "-thanked")
    add("happened", said.person_id, said.by, "-thanked")
    unthanked = (
        Note.objects.visible_to(standing_of(said.by, on=timezone.localdate()))
        .filter(worker=said.note.worker, thanks=None)
        .first()
    )
    add("thank", unthanked.pk, said.by)
    late = Sheet.objects.filter(kind="prison").order_by("number").first()
    for name in ("sheet", "enter_sheet", "give_back_sheet"):
        add(name, late.pk, late.holder)
    add("sheets", None, late.holder, "-late")
    add("today", None, late.holder, "-sheets")
    ready = Sheet.objects.filter(issued_at=None).first()
    for name in ("sheet", "enter_sheet"):
        add(name, ready.pk, ready.holder, "-emergency")
    for name in ("letters", "new_letters"):
        add(name, None, mentor)
    add("write_letter", out.pk, mentor)
    letter, prints = who_sees(Letter)
    add("letter", letter.pk, prints)
    add("letter_run", letter.run, letter.by)
    for name in ("know_somebody", "break_glass", "glass_reviews", "cover"):
        add(name, None, mentor)
    add("know_person", out.person_id, mentor)
    for name, closed in (("worry", True), ("worry_told", False), ("close_worry", False), ("review_worry", True)):
        reader = WorryReader.objects.filter(worry__closed_at__isnull=not closed).first()
        add(name, reader.worry_id, reader.worker)
    page, writes = who_sees(
        SafetyStatement, replaced_on=None, ended_on=None, review_on__gt=timezone.localdate(), version__gt=1
    )
    add("safety_pages", None, Worker.objects.get(name="Tom Hindle"))
    add("statement", page.pk, Worker.objects.get(name="Tom Hindle"), "-read")
    for name in ("statement", "change_statement", "end_statement"):
        add(name, page.pk, writes)
    for name in ("safety", "write_statement", "add_restriction"):
        add(name, page.person_id, writes)
    late, writes = who_sees(SafetyStatement, replaced_on=None, ended_on=None, review_on__lte=timezone.localdate())
    add("statement", late.pk, writes, "-late")
    limit, writes = who_sees(Restriction, replaced_on=None, ended_on=None, kind="keep_out")
    for name in ("change_restriction", "end_restriction"):
        add(name, limit.pk, writes)
    add("held_rows", None, steward)
    add("demo", None, None)
    add("demo_mail", None, None)
    for name in (
        "person",
        "happened",
        "describe_person",
        "add_name",
        "add_number",
        "add_way",
        "add_close",
        "went_in",
        "write_note",
        "why",
        "my_record",
        "changes",
        "ask_about_looks",
    ):
        add(name, out.person_id, mentor)
    for name in (
        "book",
        "name_strength",
        "name_need",
        "put_in_touch",
        "achieve",
        "plan",
        "plans",
        "move_on",
        "hand_over",
        "ask_again",
        "excuse_clock",
    ):
        add(name, out.pk, mentor)
    for name in ("died", "not_dead"):
        add(name, out.person_id, mentor)
    for name in ("person", "came_out", "new_date", "moved_prison", "write_note"):
        add(name, inside.person_id, insides, "-inside")
    for name in ("plan_gate", "prepare_pack"):
        add(name, inside.pk, insides)
    add("person", back.person_id, backs, "-back")
    add("person", gone.person_id, gones, "-moved-on")
    add("person", asked.person_id, coach, "-asked")
    add("person", waiting.person_id, waiting.owner, "-waiting")
    add("reopen", gone.pk, gones)
    add("correct_release", out.person_id, mentor)
    add("sign_up", asked.pk, coach)
    add("make_offer", waiting.pk, waiting.owner)
    add("answer_offer", asked.pk, coach)
    for name, model, which in [
        ("appointment", Appointment, {"result": None}), ("withdraw_consent", Consent, {"given": True, "withdrawn_on": None, "episode__ended_on": None}),
        ("withdraw_handover", Handover, {"answered_at": None, "withdrawn_at": None}), ("pack", Pack, {"handed_on": None}),
        ("gate", GateMeeting, {"result": None, "cancelled_at": None}), ("gate_met", GateMeeting, {"result": None, "cancelled_at": None}),
        ("gate_not_met", GateMeeting, {"result": None, "cancelled_at": None}), ("correct_gate", GateMeeting, {"result__isnull": False, "cancelled_at": None}),
        ("correct_appointment", Appointment, {"result__isnull": False, "corrected_by": None, "moved_to": None}), ("scale_need", Need, {"met_on": None, "none_here": False, "episode__ended_on": None}),
        ("scale_strength", Strength, {"set_aside_on": None, "episode__ended_on": None}),
        ("tell_link", ServiceLink, {"episode__ended_on": None}), ("check_outcome", Outcome, {"ended_on": None, "episode__ended_on": None}),
        ("put_plan_away", Plan, {"archived_on": None, "episode__ended_on": None}), ("agree_plan", Plan, {"agreed_on": None, "archived_on": None}),
        ("do_step", GoalAction, {"done_on": None, "goal__plan__episode__ended_on": None, "goal__plan__archived_on": None}),
    ]:  # fmt: skip
        row, looks = who_sees(model, **which)
        add(name, row.pk, looks)
    note = Note.objects.filter(corrected_by=None, worker=mentor, episode__owner=mentor).first()
    add("correct_note", note.pk, mentor)
    handover = Handover.objects.filter(answered_at=None, withdrawn_at=None).first()
    add("answer_handover", handover.pk, handover.receiver)
    for upload in Upload.objects.filter(kind="caseload").select_related("by"):
        add("caseload_preview", upload.pk, upload.by, "-done" if upload.applied_at else "")
        if upload.applied_at:
            add("take_back_caseload", upload.pk, upload.by)
    add("caseload", None, admin)
    for upload in Upload.objects.exclude(kind="caseload").select_related("by"):
        add("list_preview", upload.pk, upload.by, "-done" if upload.applied_at else "")
    for name in (
        "setup", "setup_organisations", "setup_teams", "setup_prisons", "setup_workers", "paste_workers", "setup_programme", "setup_codes", "setup_partnership", "setup_councils", "setup_holidays"
    ):  # fmt: skip
        add(name, None, admin)
    polish = LetterTemplate.objects.get(kind="consent", language="pl")
    add("letter_templates", None, admin)
    for name in ("letter_template", "check_letter_template", "retire_letter_template"):
        add(name, polish.pk, admin)
    overseer = role(Role.DATA_PROTECTION_LEAD)
    add("oversight", None, overseer)
    add("review_kept", Withholding.objects.filter(ended_at=None).first().pk, overseer)
    for name in ("answer_question", "keep_back"):
        add(name, Question.objects.get(answered_at=None).pk, overseer)
    add("deal_with_alert", Alert.objects.get().pk, overseer)
    broken = BreakGlass.objects.get(reviewed_at=None)
    reviewer = Worker.objects.get(pk=broken.asked[0])
    add("review_glass", broken.pk, reviewer)
    add("glass_reviews", None, reviewer, "-waits")
    add("person", broken.person_id, broken.worker, "-emergency")
    standing_in = Cover.objects.get()
    add("cover", None, standing_in.worker, "-given")
    add("end_cover", standing_in.pk, standing_in.worker)
    seal = Seal.objects.get()
    for name in ("seals", "set_seal"):
        add(name, None, overseer)
    for name in ("seal", "name_holder", "review_seal", "end_seal"):
        add(name, seal.pk, overseer)
    add("drop_holder", seal.holders.first().pk, overseer)
    add("seals", None, steward, "-steward")
    add("match_conflict", Conflict.objects.get(person=None).pk, steward)
    add("end_conflict", Conflict.objects.get(person__isnull=False).pk, steward)
    team, worker, programme = Team.objects.first(), Worker.objects.get(name="Fay Grant"), Programme.objects.get()
    for name, row in [
        ("end_organisation", Organisation.objects.first()), ("setup_duty", team), ("setup_safeguarding", team), ("serve_area", team), ("end_team", team), ("leave_area", TeamArea.objects.first()),
        ("switch_off", PrisonService.objects.first()), ("setup_prison", PrisonService.objects.filter(until_on=None).first()), ("rename_organisation", Organisation.objects.first()),
        ("rename_team", team), ("describe_worker", worker), ("setup_worker", worker), ("worker_away", worker), ("worker_leaves", worker), ("end_post", worker.posts.first()),
        ("programme_words", programme), ("pack_contents", programme), ("setup_clock", StandardRow.objects.first()), ("setup_wording", ConsentWording.objects.first()),
        ("retire_code", Code.objects.filter(retired_version=None).first()),
    ]:  # fmt: skip
        add(name, row.pk, admin)
    add("setup_code", "needs", admin)
    manager = Worker.objects.get(name="Grace Munro")
    by_state = {agreements.state(one, at=moment()): one for one in AgreementVersion.objects.order_by("-pk")}
    football, draft, waits = (
        by_state[state] for state in (AgreementState.IN_FORCE, AgreementState.DRAFT, AgreementState.WAITING)
    )
    add("agreements", None, manager)
    add("agreements", None, Worker.objects.get(name="Bridie Lamont"), "-waits")
    for name in ("make_agreement", "declared_needs"):
        add(name, None, manager)
    for name in ("agreement", "agreement_plain", "change_agreement", "review_agreement", "end_agreement"):
        add(name, football.agreement_id, manager)
    add("declared_needs", None, Worker.objects.get(name="Mairi Sim"), "-said")
    add("end_agreement", football.agreement_id, Worker.objects.get(name="Mairi Sim"), "-named")
    add("agreement", draft.agreement_id, manager, "-draft")
    add("agreement_versions", draft.agreement_id, manager)
    add("agreement_version", football.pk, mentor)
    for name in (
        "write_agreement_when", "write_agreement_purposes", "write_agreement_rights", "write_agreement_work", "write_agreement_safe",
        "propose_agreement", "put_agreement_away",
    ):  # fmt: skip
        add(name, draft.pk, manager)
    add("write_agreement_purpose", draft.purposes.first().pk, manager)
    add("figures", None, manager)
    add("figures", None, role(Role.EVALUATOR), "-evaluator")
    for code in DEFINITIONS:
        add("figure", code, manager, f"-{code}")
    add("figure", "return", role(Role.EVALUATOR), "-evaluator")
    add("figure_people", "return", manager)
    family_manager = Worker.objects.get(name="Bridie Lamont")
    add("agreement", waits.agreement_id, family_manager, "-waits")
    add("approve_agreement", waits.pk, family_manager)
    return found


@transaction.atomic
def with_lists():
    """Load a list on which somebody is nearly somebody out of sight, and keep another that waits to be applied."""
    coach = Post.objects.filter(role=Role.PRISON_COACH, until_on=None, prison="S-KIL").first().worker
    today = timezone.localdate()
    by = standing_of(coach, on=today)
    out_of_sight = Episode.objects.exclude(person__in=Episode.objects.visible_to(by).values("person"))
    person = out_of_sight.filter(person__birth_date__isnull=False).first().person
    headers = "SPIN,Surname,Forename,DOB,Prison,Liberation date,Sentence length,Town"
    row = f"990001,{person.family_name},{person.given_names},{person.birth_date:%d/%m/%Y},Kilmarnock,{today + timedelta(days=50):%d/%m/%Y},400,Ayr"
    programme = Programme.objects.get()
    for name, content in (("held.csv", f"{headers}\n{row}".encode()), ("waits.csv", liberation_list())):
        reading = liberations.read(content, places=places(towns()), on=today)
        upload = lists.keep(by=by, kind="liberation", file_name=name, content=content, today=today)
        if name == "held.csv":
            found = fates(reading.rows, by=by, programme=programme, on=today)
            lists.apply_liberations(upload.pk, by=by, fates=found, bad=[], programme=programme, today=today)
    assert HeldRow.objects.exists()
    caseloads(Post.objects.filter(role=Role.ADMINISTRATOR, until_on=None).first().worker, Team.objects.first().name)
