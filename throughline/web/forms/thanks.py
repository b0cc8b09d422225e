"""Thanking for a note."""

from throughline.domain.thanks import LONGEST
from throughline.web.forms.base import Form, text


class SayThanks(Form):
    """A few words, or none."""

    words = text("A few words", rows=3, max_length=LONGEST, required=False)
