"""A token of one's own: what it is for, and for how long."""

from throughline.web.forms.base import Form, choice, words


class MakeToken(Form):
    """What a token is called, and how long it works."""

    name = words(
        "What is it for?",
        max_length=60,
        missing="Write what it is for",
        help_text="A name to know it by. For example: My phone’s calendar",
    )
    days = choice(
        "How long may it work?",
        [("7", "7 days"), ("30", "30 days"), ("90", "90 days")],
        missing="Choose how long it may work",
    )
