"""Who stands in while somebody is away."""

from datetime import date, timedelta
from typing import Any

from throughline.domain.covers import LONGEST
from throughline.models import Worker
from throughline.web.forms.base import Day, Form, choice


class GiveCover(Form):
    """For whom, who, from when, until when."""

    def __init__(self, *args: Any, today: date, away: list[Worker], colleagues: list[Worker], **kwargs: Any) -> None:
        self.base_fields = {}
        if len(away) > 1:
            options = [(str(one.pk), "I am" if number == 0 else one.name) for number, one in enumerate(away)]
            self.base_fields["worker"] = choice("Who is away?", options, missing="Choose who is away", chips=False)
        self.base_fields |= {
            "colleague": choice(
                "Who stands in?", [(str(one.pk), one.name) for one in colleagues], missing="Choose who stands in", chips=False
            ),
            "from_on": Day("From which day?", today=today, first=today - timedelta(days=31), last=today + timedelta(days=366), initial=today),
            "until_on": Day(
                "Until which day?", today=today, first=today - timedelta(days=31), last=today + timedelta(days=366) + LONGEST,
                help_text="The last day they are away",
            ),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
