"""What a safety statement may say: never a bare level, never what was done, and only once its four tests are passed."""

import time
from datetime import date, timedelta

import pytest

from throughline.domain import statements as rules
from throughline.domain.calendar import Length

ON = date(2026, 11, 26)
SAID = {
    "pattern": "He shouts when he is told off in front of others.",
    "at_risk": "Younger players near him.",
    "more_likely": "A crowd, or losing late in a game.",
    "less_likely": "Say hello at the door. Let him step out of loud rooms.",
    "controls": "",
    "if_worried": "If he goes quiet, give him 5 minutes, then phone Nadia.",
}
PASSED = {"relevant": "yes", "necessary": "yes", "harmful": "no", "sayable": "yes"}

BARE = [
    "low to medium", "Low to medium.", "LOW TO MEDIUM!", "low-medium", "low–medium", "low — medium", "low/medium", "Low / Med", "L/M", "l / m", "L-M",
    "L to M", "low", "Low.", "medium", "High", "very high", "V. high risk", "low risk", "Low Risk.", "low-risk", "medium risk", "high risk of harm",
    "High risk of serious harm.", "risk: low", "Risk = medium", "Risk level: low to medium", "RoSH: high", "RoSH medium", "rosh level low", "ROSH - LOW",
    "He is low risk", "He is a low risk.", "She’s medium risk", "They are currently assessed as medium risk", "Risk of harm is medium", "Risk of serious harm to the public: low",
    "low to medium risk, mental health", "He is low to medium risk, mental health.", "He is low to medium risk, mental health. Phone me.", "Low to medium risk, mental health, drugs and alcohol issues",
    "Medium risk to staff", "Low risk to children, medium to known adult", "Phone me any time. Medium risk.", "Low\nmedium", "• low", "- Medium", "“Low to medium”", "(low)", "**low**",
    "l o w", "L.O.W.", "L. M.", "ｌｏｗ", "lo\u200bw", "low\u00a0to\u00a0medium", "low   to    medium", "lower to moderate risk", "moderate", "amber", "RAG: amber", "RAG amber", "MAPPA level 2", "Level 2",
    "Category 1", "OGRS 45%", "No risk", "no known risk", "Risk: none", "None", "N/A", "n/a", "minimal risk", "Negligible risk.", "standard risk", "elevated risk",
    "significant risk of harm", "Low to medium risk overall", "Overall: low", "medium → high", "med/high", "low or medium", "low and medium", "low, medium", "L", "M", "VH",
    "between low and medium", "Not high", "mostly low but can be medium", "Lower end", "2 out of 5", "3/5", "low through medium", "low2medium", "moderately risky", "l\u043ew to medium",
    "Risk level assessed by probation in Glasgow as medium", "low to medium, speak to probation", "Medium, on the lower side",
]  # fmt: skip
REAL = [
    "Keep the music low when he comes in, and let him stand by the door.", "His mood is low in the mornings: give him ten minutes before the warm-up.", "Meet at the side door on High Street.",
    "He ducks under low beams and laughs: he likes that joke.", "The risk is high when he has been drinking: do not start, and phone Nadia.", "High fences worry him. Use the open pitch.",
    "Use the medium weights, not the heavy ones.", "Speak in a low voice.", "He keeps a low profile.", "Bring the lights down low.", "If he goes quiet, give him 5 minutes, then phone Nadia.",
    "Loud rooms are hard for him: let him step out.", "There is a low risk of self-harm at Christmas, so sit with him then.", "The red team sits on the left: keep him with the green bibs.",
    "He is at most risk on Fridays after he is paid, when old friends ring him.", "Wears a medium shirt.", "Low blood sugar: give him juice if he shakes.", "Stands on the high board only with a coach.",
    "Not before 4pm.", "Nobody under 18 at the session.", "Level 2 of the car park is where he was hurt: park on the street with him.", "The lift to level 2 is where he was hurt, so use the stairs.", "Keep the score low and the game friendly.",
    "Do not risk being alone with him in the store.", "", "   ", "…", "A second member of staff in sight.", "He and the other man must not be on the same team.", "Home by 7pm.",
]  # fmt: skip


@pytest.mark.ledger("P6")
@pytest.mark.parametrize("words", BARE)
def test_a_bare_level_is_refused_however_it_is_written(words):
    found = rules.objection_to_a_bare_level(words, field="pattern")

    assert found is not None, words
    assert (found.code, found.field) == ("bare_level", "pattern")
    assert "does not say what to do" in found.words


@pytest.mark.parametrize("words", REAL)
def test_a_sentence_that_only_holds_such_a_word_is_kept(words):
    assert rules.objection_to_a_bare_level(words) is None, words


def test_the_objection_quotes_the_sentence_and_not_the_whole_box():
    found = rules.objection_to_a_bare_level("Let him step out. He is low to medium risk, mental health. Phone me.")

    assert found.words.startswith("‘He is low to medium risk, mental health’ does not")
    assert len(rules.objection_to_a_bare_level("low to medium risk " * 50).words) < 200


@pytest.mark.parametrize("part", [part.name for part in rules.PARTS])
def test_no_part_takes_a_bare_level_or_what_was_done(part):
    assert rules.objection_to_words(SAID) is None
    assert rules.objection_to_words(SAID | {part: "Medium risk."}).field == part
    assert rules.objection_to_words(SAID | {part: "He was convicted of assault in 2019, so keep two chairs away."}).code == "what_was_done"  # fmt: skip


@pytest.mark.parametrize(
    "words", ["Convicted of theft", "his index offence", "two previous convictions", "sentenced for assault", "Charged with affray", "He was in prison for fire-raising", "a criminal record"]
)  # fmt: skip
def test_what_was_done_is_refused(words):
    assert rules.objection_to_what_was_done(words).code == "what_was_done"


@pytest.mark.parametrize(
    "words",
    [
        "He takes offence at jokes about his brother",
        "He likes grapes",
        "Do not discharge him early",
        "She came out of prison in May",
    ],
)
def test_what_only_looks_like_it_is_kept(words):
    assert rules.objection_to_what_was_done(words) is None


def test_each_needed_part_is_asked_for():
    for part in rules.PARTS:
        found = rules.objection_to_words(SAID | {part.name: "  "})
        assert (found and found.field) == (part.name if part.needed else None)
    assert rules.objection_to_controls([], " ").code == "no_controls"
    assert rules.objection_to_controls(["adults_only"], "") is None
    assert rules.objection_to_controls([], "Two chairs apart.") is None


@pytest.mark.parametrize("test", rules.TESTS, ids=lambda one: one.name)
def test_a_failing_answer_stops_it_and_says_what_to_do(test):
    other = {"yes": "no", "no": "yes"}[test.passes]

    assert rules.objection_to_answers(PASSED) is None
    assert rules.objection_to_answers(PASSED | {test.name: other}).code == "test_failed"
    assert rules.objection_to_answers(PASSED | {test.name: other}).field == test.name
    assert rules.objection_to_answers(PASSED | {test.name: "perhaps"}).code == "no_answer"
    assert rules.objection_to_answers({k: v for k, v in PASSED.items() if k != test.name}).code == "no_answer"
    assert rules.failed(PASSED | {test.name: other}) == [test.name]


def test_after_a_failing_answer_another_answer_alone_does_not_help():
    assert rules.objection_to_answers(PASSED, same_words_failed=["harmful"]).code == "same_words"


def test_a_full_stop_or_a_capital_is_no_change_of_sense_and_another_word_is():
    assert rules.sense_of(SAID) == rules.sense_of(SAID | {"pattern": SAID["pattern"].upper().replace(".", " !")})
    assert rules.sense_of(SAID) != rules.sense_of(SAID | {"pattern": "He goes quiet when told off."})
    assert rules.sense_of(SAID, ["adults_only"]) != rules.sense_of(SAID)
    moved = SAID | {"pattern": "", "at_risk": SAID["pattern"]}
    assert rules.sense_of(SAID) != rules.sense_of(moved)


@pytest.mark.parametrize(
    ("written", "review", "why"),
    [(0, 70, None), (-3, 1, None), (1, 70, "not_yet"), (0, 0, "review_past"), (0, -1, "review_past"), (0, 367, "review_too_late"), (0, 366, None)],
)  # fmt: skip
def test_its_days_make_sense(written, review, why):
    found = rules.objection_to_dates(written_on=ON + timedelta(written), review_on=ON + timedelta(review), on=ON)

    assert (found.code if found else None) == why


def test_it_is_for_somebody_or_somewhere():
    assert rules.objection_to_setting(None, " ").code == "no_setting"
    assert rules.objection_to_setting(None, "St Mungo’s hall") is None
    assert rules.objection_to_setting(object(), "") is None
    assert rules.objection_to_setting(object(), "Medium risk").field == "setting"
    assert rules.objection_to_a_second(True).code == "held_already"
    assert rules.objection_to_a_second(False) is None


def test_what_ended_is_neither_changed_nor_ended_again():
    assert rules.objection_to_changing(ended_on=ON).code == "ended"
    assert rules.objection_to_changing(ended_on=None) is None
    assert rules.objection_to_ending(ended_on=ON, because="x").code == "ended"
    assert rules.objection_to_ending(ended_on=None, because=" ").field == "because"
    assert rules.objection_to_ending(ended_on=None, because="He moved away.") is None


def test_it_is_looked_at_again_after_seventy_days_or_what_the_partnership_says():
    assert rules.review_due(ON, after=rules.REVIEW) == date(2027, 2, 4)
    assert rules.review_due(ON, after=Length(4, "weeks")) == ON + timedelta(days=28)
    assert rules.review_due(ON, after=Length(1, "hours")) > ON


@pytest.mark.parametrize(
    "piece", ["low ", "l", "l. ", "low to ", "risk is ", "risk of ", "(", "\u200b", "low-", "risk of a-b "]
)
def test_no_words_keep_it_busy(piece):
    """Four times as many words cost no more than in proportion, with room for the machine: not the square of it."""

    def cost(times):
        started = time.process_time()
        rules.objection_to_words(SAID | {"pattern": piece * times})
        return time.process_time() - started

    short = min(cost(500) for _ in range(5))
    long = min(cost(2000) for _ in range(3))

    assert long < 12 * short + 0.05
