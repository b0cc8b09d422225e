"""Opening a record in an emergency, and looking into it afterwards."""

from django import forms

from throughline.domain.emergencies import FEWEST_LETTERS, MINUTES, Finding, Reason
from throughline.web.forms.base import Form, choice, text
from throughline.web.forms.exactly import NamedExactly

_HOW_LONG = {30: "30 minutes", 60: "1 hour", 120: "2 hours"}


class OpenInEmergency(NamedExactly):
    """Why, what has happened, who, for how long."""

    def before(self) -> dict[str, forms.Field]:
        """Return why."""
        return {
            "reason": choice("Why?", Reason.choices(), missing="Choose why"),
            "words": text(
                "What has happened?", rows=3, max_length=2000, missing="Say what has happened",
                help_text=f"At least {FEWEST_LETTERS} letters. Whoever looks into it reads this",
            ),
        }  # fmt: skip

    def after(self) -> dict[str, forms.Field]:
        """Return for how long."""
        return {
            "minutes": forms.TypedChoiceField(
                label="For how long?", choices=[(one, _HOW_LONG[one]) for one in MINUTES], coerce=int, widget=forms.RadioSelect,
                error_messages={"required": "Choose for how long", "invalid_choice": "Choose for how long"}, initial=MINUTES[1],
            )
        }  # fmt: skip


class ReviewGlass(Form):
    """What was found."""

    finding = choice("What did you find?", Finding.choices(), missing="Choose what you found")
    words = text(
        "How do you know?",
        rows=3,
        max_length=4000,
        missing="Write what you found",
        help_text="The worker reads this too",
    )
