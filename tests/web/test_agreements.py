"""Agreements on pages: each step kept, every wrong answer a sentence, nothing shown to whoever has no part in it."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from tests.clients import client_of
from tests.histories import with_mentor
from tests.hostile import SEVERAL, one_at_a_time
from tests.sides import SAID_TO_OPEN, TEXTS, answer, approve_all, drafted, in_force, need, proposed, sides
from throughline.actions import agreements, approvals
from throughline.models import Agreement, AgreementApproval, AgreementVersion, SharingTerm
from throughline.policy.grants import Opens

pytestmark = pytest.mark.django_db


@pytest.fixture
def them(cast):
    return sides(cast)


def said(day):
    return f"{day.day} {day.month} {day.year}"


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_an_agreement_is_written_in_steps_each_kept_and_sent_when_whole(them):
    client = client_of(them.manager)
    begun = client.post("/agreements/new", {"title": "Football", "organisations": [them.lead.pk, them.trust.pk]})
    version = AgreementVersion.objects.get()
    at = f"/agreements/versions/{version.pk}"
    assert begun["Location"] == f"{at}/when"
    texts = {step: {p.name: f"{p.label}." for p in agreements.rules.PARTS if p.step == step} for step in ("when", "rights", "work", "safe")}  # fmt: skip

    client.post(f"{at}/when", texts["when"] | {"title": "Football on Wednesdays", "starts_on": "today", "ends_on": said(them.day(300)), "review_on": said(them.day(100))})  # fmt: skip
    half = page(client, f"{at}/propose")
    to = client.post(f"{at}/purposes", {"purposes": ["referral"]})["Location"]
    client.post(to, {"aim": "A session.", "necessity": "Who comes.", "flow_0": [1, 2, 32], "flow_1": [1], "basis": "public_task", "offence": "support"})  # fmt: skip
    client.post(f"{at}/rights", texts["rights"] | {"controllers": "joint", "rights_by": them.trust.pk})
    client.post(f"{at}/work", texts["work"] | {"clock_amount": "5", "clock_unit": "working_days"})
    last = client.post(f"{at}/safe", texts["safe"])

    assert "Not ready yet." in half
    assert "Send it for approval</button>" not in half
    assert last["Location"] == f"{at}/propose"
    whole = page(client, f"{at}/propose")
    assert "Send it for approval</button>" in whole
    assert "Clyde Mentoring tells Hyndvale Community Trust" in whole
    assert client.post(f"{at}/propose")["Location"] == f"/agreements/{version.agreement_id}/"
    version.refresh_from_db()
    assert (version.agreement.title, version.clock.words, version.rights_by) == (
        "Football on Wednesdays",
        "5 working days",
        them.trust,
    )
    opened = version.terms.get(sharing__giver=them.lead).opens
    assert opened == Opens.IDENTITY | Opens.CONTACT | Opens.SAFETY


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("when", {"starts_on": "1 1 2025"}, "It cannot start in the past. Choose today or a later day."),
        ("when", {"review_on": "yesterday"}, "The review day must be after today. Choose a later day."),
        (
            "when",
            {"starts_on": "tomorrow", "ends_on": "today"},
            "The last day is before the first. Choose a later day.",
        ),
        ("when", {"ends_on": "31 2 2030"}, "is not a day in the calendar."),
        ("work", {"clock_amount": "-3"}, "Write a number from 1 to 365"),
        ("work", {"clock_amount": "soon"}, "Write a number from 1 to 365"),
        ("rights", {"controllers": "nobody"}, "Choose who answers for it"),
        ("rights", {"rights_by": str(uuid4())}, "Choose one of the organisations"),
        ("purposes", {}, "Choose at least one"),
        ("purposes", {"purposes": ["gossip"]}, "Choose at least one"),
    ],
)
def test_a_wrong_answer_is_a_sentence_beside_it_and_nothing_is_kept_of_the_step(them, step, wrong, sentence):
    version = drafted(them)
    before = AgreementVersion.objects.values().get()
    texts = {part.name: "Changed." for part in agreements.rules.PARTS if part.step == step}

    response = client_of(them.manager).post(f"/agreements/versions/{version.pk}/{step}", {"title": "T"} | texts | wrong)

    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body
    assert "Nothing is lost." in body
    assert not texts or "Changed." in body, "the words are still on the page"
    assert AgreementVersion.objects.values().get() == before


@pytest.mark.parametrize(
    ("kinds", "law", "sentence"),
    [
        ([64], {"basis": "public_task"}, "“What they were in prison for” needs an Article 10 condition."),
        ([128], {"basis": "public_task", "offence": "support"}, "health needs an Article 9 condition."),
        ([128], {"basis": "public_task", "special": "equality"}, "does not cover health"),
        ([1], {}, "choose the lawful basis"),
        ([1024], {"basis": "public_task"}, "Choose from the list"),
    ],
)
def test_kinds_that_the_law_cannot_carry_are_said_on_the_page(them, kinds, law, sentence):
    version = drafted(them)
    before = list(SharingTerm.objects.order_by("pk").values())

    response = client_of(them.manager).post(
        f"/agreements/purposes/{version.purposes.get().pk}/", {"aim": "A", "necessity": "B", "flow_0": kinds} | law
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert list(SharingTerm.objects.order_by("pk").values()) == before


def test_an_agreement_with_oneself_is_a_sentence_and_makes_nothing(them):
    response = client_of(them.manager).post("/agreements/new", {"title": "Alone", "organisations": [them.lead.pk]})

    assert response.status_code == 422
    assert "An organisation cannot make an agreement with itself." in response.content.decode()
    assert not Agreement.objects.exists()


def test_an_agreement_that_overlaps_another_is_a_sentence_when_sent_and_on_the_last_sides_page(them):
    first, second = proposed(them), proposed(them, title="The same again")
    approve_all(them, first)
    third = drafted(them, title="And again")
    agreed = {"read": "on"}
    client_of(them.guardian).post(f"/agreements/versions/{second.pk}/approve", agreed | {"organisation": them.lead.pk})
    before = AgreementApproval.objects.count()

    sent = client_of(them.manager).post(f"/agreements/versions/{third.pk}/propose")
    last = client_of(them.trust_lead).post(
        f"/agreements/versions/{second.pk}/approve", agreed | {"organisation": them.trust.pk}
    )

    for response in (sent, last):
        assert response.status_code == 422
        assert (
            "“Football after release” already covers this between the same organisations" in response.content.decode()
        )
    assert AgreementApproval.objects.count() == before == 3
    assert list(AgreementVersion.objects.in_force().values_list("pk", flat=True)) == [first.pk]


def test_each_side_approves_on_its_page_and_a_second_yes_is_a_sentence(them):
    version = proposed(them)
    path = f"/agreements/versions/{version.pk}/approve"
    yes = {"organisation": them.trust.pk, "read": "on"}
    assert "Waits for you" in page(client_of(them.trust_lead), "/agreements/")

    unread = client_of(them.trust_lead).post(path, {"organisation": them.trust.pk})
    first = client_of(them.trust_lead).post(path, yes)
    second = client_of(them.trust_lead).post(path, yes)
    other = client_of(them.manager).post(path, {"organisation": them.trust.pk, "read": "on"})

    assert unread.status_code == 422
    assert "Tick that you have read it" in unread.content.decode()
    assert first.status_code == 302
    assert second.status_code == 422
    assert "Your organisation has approved this already." in second.content.decode()
    assert other.status_code == 422, "not in the name of an organisation where one has no post"
    assert AgreementApproval.objects.count() == 1


def test_whoever_has_no_part_in_it_finds_the_page_of_nothing_at_every_address(cast, them):
    version = in_force(them)
    draft = agreements.begin_version(version.agreement_id, by=them.stands("manager"), on=them.today)
    keys = {"agreements": version.agreement_id, "versions": version.pk, "purposes": version.purposes.get().pk}
    addresses = [
        f"/agreements/{keys['agreements']}/{tail}" for tail in ("", "versions", "change", "plain", "review", "end")
    ] + [
        f"/agreements/versions/{one.pk}/{tail}"
        for one in (version, draft)
        for tail in ("", "when", "purposes", "rights", "work", "safe", "print.pdf", "propose", "approve", "away")
    ]
    addresses += [f"/agreements/purposes/{keys['purposes']}/", f"/agreements/purposes/{draft.purposes.get().pk}/"]

    for outsider in (cast.stranger, them.far_manager, them.social_guardian):
        client = client_of(outsider)
        nobody = client.get(f"/agreements/{uuid4()}/")
        for address in addresses:
            for ask in (client.get, client.post):
                found = ask(address)
                assert (found.status_code, found.content) in ((404, nobody.content), (405, b"")), (outsider, address)
    mentor = client_of(cast.mentor)
    assert mentor.get(addresses[0]).status_code == 200, "the same addresses are there for a worker of a side"
    assert mentor.get(f"/agreements/versions/{draft.pk}/").status_code == 404, "but no draft"
    assert mentor.get(f"/agreements/{version.agreement_id}/end").status_code == 404
    assert mentor.get(f"/agreements/{version.agreement_id}/change").status_code == 404
    assert [mentor.get(path).status_code for path in ("/agreements/new", "/agreements/needs")] == [404, 404]
    assert "Football after release" not in page(client_of(cast.stranger), "/agreements/")


def opened_to_the_trust(cast, them):
    """Open somebody's record to the trust under the agreement in force; return the episode."""
    episode = with_mentor(cast)
    agreements.open_under(
        episode.person_id, by=cast.stands("mentor"), to=them.trust, giver=them.lead.pk, receiver=them.trust.pk, purpose="referral",
        because="football", source_kind="referral", source=uuid4(), on=them.today,
    )  # fmt: skip
    return episode


def test_those_whom_an_ending_touches_come_first_by_name_only_for_who_may_see_them(cast, them):
    version = in_force(them)
    need(them, SAID_TO_OPEN)
    episode = opened_to_the_trust(cast, them)
    path = f"/agreements/{version.agreement_id}/end"

    manager, trust = page(client_of(them.manager), path), page(client_of(them.trust_lead), path)

    assert "Ending this closes what rests on it for 1 person." in manager
    assert "Ending this closes what rests on it for 1 person." in trust
    assert "Reid" not in manager
    assert "Daniel Reid" in trust
    assert "Daniel Reid" in page(client_of(them.trust_lead), f"/people/{episode.person_id}/")
    client_of(them.trust_lead).post(path, {"organisation": them.trust.pk, "on": "today", "words": "Our money stops."})
    assert client_of(them.trust_lead).get(f"/people/{episode.person_id}/").status_code == 404
    assert "Our money stops." in page(client_of(them.manager), f"/agreements/{version.agreement_id}/")


def test_those_touched_stand_before_a_yes_to_less_and_on_the_page_of_what_ends_soon(cast, them):
    version = in_force(them, ends=40, review=30)
    need(them, SAID_TO_OPEN)
    opened_to_the_trust(cast, them)
    by = them.stands("manager")
    second = agreements.begin_version(version.agreement_id, by=by, on=them.today)
    agreements.write(
        second.pk,
        by=by,
        version=None,
        on=them.today,
        starts_on=them.today,
        ends_on=them.day(300),
        review_on=them.day(200),
    )
    approvals.propose(second.pk, by=by, on=them.today)

    soon = page(client_of(them.trust_lead), f"/agreements/{version.agreement_id}/")
    before = page(client_of(them.trust_lead), f"/agreements/versions/{second.pk}/approve")

    assert "It ends soon. What rests on it closes then for 1 person." in soon
    assert "The version in force opens records of 1 person." in before
    assert "Daniel Reid" in soon
    assert "Daniel Reid" in before
    assert "Reid" not in page(client_of(them.manager), f"/agreements/{version.agreement_id}/")


def test_nobody_is_named_on_the_page_of_an_agreement_that_goes_on_for_long(cast, them):
    version = in_force(them, ends=300)

    assert "It ends soon" not in page(client_of(them.trust_lead), f"/agreements/{version.agreement_id}/")


def test_what_changed_between_versions_is_said_part_by_part(them):
    version = in_force(them)
    by = them.stands("manager")
    second = agreements.begin_version(version.agreement_id, by=by, on=them.today)
    agreements.write(second.pk, by=by, version=None, on=them.today, starts_on=them.today, security="Passkeys for all.")
    purpose = second.purposes.get()
    agreements.write_purpose(
        purpose.pk, by=by, version=None, on=them.today, texts={}, basis=purpose.basis, special=None, offence=None,
        flows=[agreements.Flow(them.lead.pk, them.trust.pk, int(Opens.IDENTITY))],
    )  # fmt: skip

    body = page(client_of(them.manager), f"/agreements/{version.agreement_id}/versions")

    assert f"Before: {TEXTS['security']}" in body
    assert "Now: Passkeys for all." in body
    assert "Before: Name and date of birth; Phone and how to reach them; What keeps people safe; Health" in body
    assert "Now: Name and date of birth" in body
    assert TEXTS["retention"] not in body, "what stayed is not repeated"


def test_a_participant_is_shown_what_is_told_and_what_is_not(cast, them):
    version = in_force(them)

    body = page(client_of(cast.mentor), f"/agreements/{version.agreement_id}/plain")

    told, _, rest = body.partition("What they may tell us")
    assert "What we share with Hyndvale Community Trust, and why" in told
    assert "To get people to a session." in told
    assert "what keeps you and others safe" in told
    assert "what you were in prison for" not in told
    assert "what you were in prison for" in rest.partition("What we do not tell them under this")[2]


def test_the_document_is_tagged_and_carries_every_signatory(them):
    version = proposed(them)
    approvals.approve(version.pk, by=them.stands("guardian"), organisation=them.lead, on=them.today)
    client = client_of(them.manager)

    half = client.get(f"/agreements/versions/{version.pk}/print.pdf")
    approvals.approve(version.pk, by=them.stands("trust_lead"), organisation=them.trust, on=them.today)
    whole = client.get(f"/agreements/versions/{version.pk}/print.pdf")

    texts = []
    for response in (half, whole):
        pdf = PdfReader(BytesIO(response.content))
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
        texts.append(" ".join(" ".join(one.extract_text() for one in pdf.pages).split()))
    assert "Not approved yet" in texts[0]
    assert "Not approved yet" not in texts[1]
    for words in (
        "Una Blair",
        "Data protection lead",
        "Mairi Sim",
        "Team lead",
        "How long it is kept",
        "5 working days",
    ):
        assert words in texts[1], words


@pytest.mark.parametrize("several", SEVERAL)
def test_hostile_words_in_an_agreement_are_kept_and_printed_as_words(them, several):
    version = drafted(them)
    client = client_of(them.manager)
    for words in one_at_a_time(several):
        said_words = words.encode("utf-8", "replace").decode()

        kept = client.post(f"/agreements/versions/{version.pk}/safe", dict.fromkeys(TEXTS, said_words))
        body = page(client, f"/agreements/versions/{version.pk}/")
        printed = client.get(f"/agreements/versions/{version.pk}/print.pdf")

        assert kept.status_code == 302
        assert "<script>alert(1)" not in body
        assert "<img src=x" not in body
        assert printed.content[:5] == b"%PDF-"


def test_a_review_and_a_version_put_away_are_said_on_the_page(them):
    version = in_force(them, review=20)
    path = f"/agreements/{version.agreement_id}/"
    client = client_of(them.trust_lead)
    assert "Review due" in page(client, "/agreements/")

    late = client.post(f"{path}review", {"words": "All well.", "next_on": "yesterday"})
    done = client.post(f"{path}review", {"words": "All well.", "next_on": said(them.day(200))})

    assert late.status_code == 422
    assert "The review day must be after today." in late.content.decode()
    assert done.status_code == 302
    assert "Review due" not in page(client, "/agreements/")
    second = client_of(them.manager).post(f"{path}change")
    assert "/when" in second["Location"]
    client_of(them.manager).post(second["Location"], {"starts_on": "today", "ends_on": said(them.day(300)), "review_on": said(them.day(100)), "contacts": "Grace"})  # fmt: skip
    draft = AgreementVersion.objects.get(number=2)
    client_of(them.manager).post(f"/agreements/versions/{draft.pk}/propose")
    client.post(f"/agreements/versions/{draft.pk}/away", {"words": "Six years is too long."})
    assert "Six years is too long." not in page(client, path), "the one in force is shown"
    assert "put away" in page(client, path)


def test_a_need_is_said_on_its_page(them):
    client = client_of(them.trust_lead)

    wrong = client.post("/agreements/needs", {"organisation": them.trust.pk, "purpose": "referral", "because": "Why"})
    right = client.post(
        "/agreements/needs",
        {"organisation": them.trust.pk, "purpose": "referral", "kinds": [1, 2], "because": "To phone."},
    )

    assert wrong.status_code == 422
    assert "Choose what you need to know" in wrong.content.decode()
    assert right.status_code == 302
    assert "To phone." in page(client, "/agreements/needs")


def test_the_list_and_the_page_ask_a_fixed_number_of_questions(them, django_assert_max_num_queries):
    in_force(them)
    client = client_of(them.manager)
    client.get("/agreements/")
    with django_assert_max_num_queries(24):
        client.get("/agreements/")
    for number in range(3):
        approve_all(
            them, proposed(them, title=f"Another {number}", purpose=("safety", "release", "evaluation")[number])
        )

    with django_assert_max_num_queries(24):
        client.get("/agreements/")


def test_where_consent_is_the_law_it_is_said_to_whoever_opens(them):
    from throughline.models import rests_on_consent, term_on

    version = drafted(them)
    purpose = version.purposes.get()
    by = them.stands("manager")
    agreements.write_purpose(
        purpose.pk, by=by, version=None, on=them.today, texts={}, basis=answer("lawful_bases", "consent"), special=None, offence=None,
        flows=[agreements.Flow(them.lead.pk, them.trust.pk, 1)],
    )  # fmt: skip
    approvals.propose(version.pk, by=by, on=them.today)
    approve_all(them, version)
    in_force(them, title="Safe", purpose="safety")

    def rests(purpose):
        return rests_on_consent(term_on(them.lead.pk, them.trust.pk, purpose, on=them.today))

    assert rests("referral")
    assert not rests("safety")
