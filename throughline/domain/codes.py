"""The code lists as shipped: version 1. A partnership may add to them and retire from them; nothing is ever deleted.

Traits are what rules read, so that a partnership's own code behaves like the shipped ones it resembles.
Sources: the journey as the partnerships describe it; result sets merged from national services' public code lists.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ShippedCode:
    """One code of a shipped list."""

    code: str
    words: str
    traits: dict[str, bool | str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShippedList:
    """One shipped list."""

    name: str
    words: str
    codes: tuple[ShippedCode, ...]


def _codes(*rows: tuple[str, str] | tuple[str, str, dict[str, bool | str]]) -> tuple[ShippedCode, ...]:
    return tuple(ShippedCode(row[0], row[1], row[2] if len(row) == 3 else {}) for row in rows)


NEEDS = ShippedList(
    "needs",
    "What people want help with",
    _codes(
        ("home", "Home"),
        ("work", "Work and learning", {"chip": "Work"}),
        ("money", "Money and benefits", {"chip": "Money"}),
        ("drugs", "Drugs"),
        ("drink", "Drink"),
        ("health", "Health"),
        ("people", "Friends and neighbours"),
        ("thinking", "Thinking and choices"),
        ("family", "Family"),
        ("papers", "ID, bank and phone"),
        ("interests", "Interests and sport"),
    ),
)

CONTACT_KINDS = ShippedList(
    "contact_kinds",
    "What a contact was",
    _codes(
        ("mentoring", "Mentoring"),
        ("practical", "Practical help"),
        ("advocacy", "Speaking up for them"),
        ("accompaniment", "Going with them"),
        ("listening", "Being there"),
        ("news", "News from someone else", {"not_with_person": True}),
    ),
)

DECLINE_REASONS = ShippedList(
    "decline_reasons",
    "Why someone said not now",
    _codes(
        ("other_support", "Has support already"),
        ("not_ready", "Not ready yet"),
        ("moving_away", "Going to live elsewhere"),
        ("no_trust", "Does not trust services"),
        ("family_helps", "Family will help"),
        ("no_reason", "Gave no reason"),
        ("other", "Something else"),
    ),
)

# uk_systems-style contact or session results, in our words. `happened`: they met. `fault`: whose side it failed on.
APPOINTMENT_RESULTS = ShippedList(
    "appointment_results",
    "What came of an appointment",
    _codes(
        ("on_time", "It happened, on time", {"happened": True}),
        ("late", "It happened, late", {"happened": True}),
        ("our_side", "They came, we could not", {"fault": "service"}),
        ("venue", "They came, the place was shut", {"fault": "service"}),
        ("unwell", "They came but were unwell", {"fault": "person"}),
        ("unable", "They came but could not stay", {"fault": "person"}),
        ("conduct", "They came, we stopped it early", {"fault": "person"}),
        ("told_us", "They did not come and told us before", {"fault": "person"}),
        ("no_word", "They did not come, no word", {"fault": "person"}),
        ("moved_person", "Moved by them", {"moved": True, "fault": "person"}),
        ("moved_us", "Moved by us", {"moved": True, "fault": "service"}),
        ("moved_partner", "Moved by a partner", {"moved": True, "fault": "outside"}),
        ("moved_prison", "Moved by the prison", {"moved": True, "fault": "outside"}),
        ("said_no_inside", "They said no on the day, inside", {"fault": "person"}),
        ("denied_entry", "We were not let in", {"fault": "outside"}),
        ("no_reply", "No reply", {"fault": "person", "try": True}),
        ("cancelled", "Called off", {"cancelled": True}),
        ("we_did_not_come", "We did not come", {"fault": "service"}),
        ("ended_prison", "It began, the prison ended it early", {"happened": True, "fault": "outside"}),
        ("ended_person", "It began, they ended it early", {"happened": True, "fault": "person"}),
        ("ended_us", "It began, we ended it early", {"happened": True, "fault": "service"}),
        ("no_reply_call", "No reply to a call", {"fault": "person", "try": True}),
        ("no_reply_text", "No reply to a text", {"fault": "person", "try": True}),
        ("no_reply_letter", "No reply to a letter", {"fault": "person", "try": True}),
        ("no_reply_email", "No reply to Email a Prisoner", {"fault": "person", "try": True}),
    ),
)

GATE_RESULTS = ShippedList(
    "gate_results",
    "What came of a gate meeting",
    _codes(
        ("met", "Met, stayed together", {"met": True, "released": True}),
        ("met_briefly", "Met briefly", {"met": True, "released": True}),
        ("early", "Came out early", {"released": True}),
        ("late", "Came out late", {"released": True}),
        ("other_address", "Left for another address", {"released": True}),
        ("not_released", "Was not let out", {}),
        ("transferred", "Moved to another prison", {"new_prison": True}),
        ("rearrested", "Arrested or recalled at the gate", {"recalled": True}),
        ("said_no", "Did not want to be met on the day", {"released": True}),
        ("mentor_stopped", "The mentor was held up or not let near", {"fault": "service"}),
        ("not_found", "Not found", {"released": True}),
        ("pack_left", "Not met, the prison gave the pack", {"released": True, "pack": True}),
        ("date_moved", "The date has moved", {"new_date": True}),
        ("not_known", "Not known yet", {"open": True}),
    ),
)

DEATH = "death"  # the reason with which only the record of a death ends an episode
ENDING_REASONS = ShippedList(
    "ending_reasons",
    "Why someone moved on",
    _codes(
        ("goals_met", "Reached their goals", {"planned": True}),
        ("other_support", "Moved to other support", {"planned": True}),
        ("chose", "Chose to stop", {"planned": True}),
        ("lost_contact", "We lost touch", {"needs_tries": True}),
        ("custody_remand", "Back in prison, on remand", {"custody": True}),
        ("custody_recall", "Back in prison, recalled", {"custody": True}),
        ("custody_sentence", "Back in prison, new sentence", {"custody": True}),
        ("moved_away", "Moved away"),
        ("health", "Health"),
        (DEATH, "Died"),
        ("cannot_join", "Turned out not to be able to join"),
        ("service_ended", "Our service ended"),
    ),
)

PLAN_REASONS = ShippedList(
    "plan_reasons",
    "Why a plan was put away",
    _codes(
        ("done", "Everything in it is done"),
        ("life_changed", "Life has changed"),
        ("back_inside", "Back in prison"),
        ("moved_on", "Moved on"),
        ("started_again", "Wants to start again"),
    ),
)

OUTCOME_KINDS = ShippedList(
    "outcome_kinds",
    "What came about",
    _codes(
        ("employment", "A job", {"hard": True}),
        ("self_employment", "Working for themselves", {"hard": True}),
        ("training", "Training", {"hard": True}),
        ("education", "Education", {"hard": True}),
        ("volunteering", "Volunteering"),
        ("home", "A settled home"),
        ("treatment", "Drink or drug treatment begun"),
        ("benefits", "Benefits in place"),
        ("family", "Back in touch with family"),
        ("gp", "Signed up with a doctor"),
        ("bank", "A bank account"),
        ("papers", "Proof of who they are"),
    ),
)

LINK_RESULTS = ShippedList(
    "link_results",
    "What came of a link to a service",
    _codes(
        ("going", "They go there", {"met": True}),
        ("done", "It helped and is done", {"met": True}),
        ("went_once", "Went once"),
        ("waiting", "On a waiting list", {"open": True}),
        ("bounced", "The service said no"),
        ("not_for_me", "Not for them"),
        ("no_answer", "The service did not answer"),
    ),
)

EXEMPTIONS = ShippedList(
    "exemptions",
    "Why a clock does not count",
    _codes(
        ("ill", "They were ill", {"cause": "person"}),
        ("asked_later", "They asked for later", {"cause": "person"}),
        ("away", "They were away", {"cause": "person"}),
        ("prison_shut", "The prison was shut to us", {"cause": "outside"}),
        ("short_notice", "We were told too late", {"cause": "outside"}),
        ("staff_gap", "We had nobody free", {"cause": "service"}),
    ),
)

AGREEMENT_PURPOSES = ShippedList(
    "agreement_purposes",
    "What organisations share information for",
    _codes(
        ("referral", "Sending people to a service and hearing how it goes"),
        ("throughcare", "Working with someone before and after they come out"),
        ("safety", "Keeping people safe"),
        ("release", "Knowing who comes out and when"),
        ("equality", "Checking that everyone is treated fairly"),
        ("evaluation", "Finding out whether it helps"),
    ),
)

# The law as the partnerships' data protection advisers read it. What is settled moves: so rows, with where it stands.
# Sources: UK GDPR Articles 6, 9 and 10; Data Protection Act 2018 Schedule 1; Data (Use and Access) Act 2025.
LAWFUL_BASES = ShippedList(
    "lawful_bases",
    "Lawful basis (Article 6)",
    _codes(
        ("legitimate_interests", "Legitimate interests", {"cites": "UK GDPR Article 6(1)(f)"}),
        ("public_task", "Public task", {"cites": "UK GDPR Article 6(1)(e)"}),
        ("legal_duty", "Legal duty", {"cites": "UK GDPR Article 6(1)(c)"}),
        ("vital_interests", "To save a life", {"cites": "UK GDPR Article 6(1)(d)"}),
        ("recognised", "Recognised legitimate interest", {"cites": "Data (Use and Access) Act 2025"}),
        ("consent", "Consent", {"cites": "UK GDPR Article 6(1)(a)", "consent": True}),
    ),
)

SPECIAL_CONDITIONS = ShippedList(
    "special_conditions",
    "Condition for health and equality information (Article 9)",
    _codes(
        ("support", "Counselling, advice or support", {"cites": "Article 9(2)(g); DPA 2018 Sch 1 para 17"}),
        ("care", "Health or social care", {"cites": "Article 9(2)(h); DPA 2018 Sch 1 para 2", "carries": "health"}),
        ("not_for_profit", "A not-for-profit body’s own work", {"cites": "Article 9(2)(d)"}),
        ("safeguarding", "Safeguarding children and people at risk", {"cites": "Article 9(2)(g); DPA 2018 Sch 1 para 18"}),
        ("unlawful_acts", "Preventing or detecting crime", {"cites": "Article 9(2)(g); DPA 2018 Sch 1 para 10"}),
        ("equality", "Equality of opportunity or treatment", {"cites": "Article 9(2)(g); DPA 2018 Sch 1 para 8", "carries": "equality"}),
        ("research", "Research", {"cites": "Article 9(2)(j); DPA 2018 Sch 1 para 4"}),
        ("consent", "Explicit consent", {"cites": "Article 9(2)(a)", "consent": True}),
    ),
)  # fmt: skip

OFFENCE_CONDITIONS = ShippedList(
    "offence_conditions",
    "Condition for offence information (Article 10)",
    _codes(
        ("consent", "Consent", {"cites": "DPA 2018 Sch 1 para 29", "consent": True}),
        ("not_for_profit", "A not-for-profit body’s own work", {"cites": "DPA 2018 Sch 1 para 31"}),
        ("legal_claims", "Legal claims", {"cites": "DPA 2018 Sch 1 para 33"}),
        ("support", "Counselling, advice or support", {"cites": "DPA 2018 Sch 1 para 17 through para 36"}),
        ("safeguarding", "Safeguarding children and people at risk", {"cites": "DPA 2018 Sch 1 para 18 through para 36"}),
        ("unlawful_acts", "Preventing or detecting crime", {"cites": "DPA 2018 Sch 1 para 10"}),
        ("research", "Research", {"cites": "DPA 2018 Sch 1 para 4"}),
    ),
)  # fmt: skip

SHIPPED = (
    NEEDS,
    CONTACT_KINDS,
    DECLINE_REASONS,
    APPOINTMENT_RESULTS,
    GATE_RESULTS,
    ENDING_REASONS,
    PLAN_REASONS,
    OUTCOME_KINDS,
    LINK_RESULTS,
    EXEMPTIONS,
    AGREEMENT_PURPOSES,
    LAWFUL_BASES,
    SPECIAL_CONDITIONS,
    OFFENCE_CONDITIONS,
)
