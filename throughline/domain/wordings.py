"""The words and contents that a programme starts with. A partnership puts them in its own."""

from throughline.domain.vocabulary import ConsentPurpose

SHIPPED: tuple[tuple[ConsentPurpose, str, bool], ...] = (
    (
        ConsentPurpose.TAKING_PART,
        "I want to take part. It is my choice. I can stop at any time, and nothing bad comes of it.",
        True,
    ),
    (
        ConsentPurpose.RECORD,
        "My mentor and their team keep a record: my name, how to reach me, my plan, and notes of when we spoke. "
        "I can read it when I ask. I can ask for mistakes to be put right.",
        True,
    ),
    (
        ConsentPurpose.SHARING,
        "My mentor may tell a partner what it needs to know to help me, such as my name and my phone number. "
        "They ask me each time before they do.",
        False,
    ),
    (
        ConsentPurpose.RESEARCH,
        "My record may be used to find out if this helps people. Nobody will be able to tell that it is me.",
        False,
    ),
)

PACK: tuple[tuple[str, int | None, bool], ...] = (
    ("Shop voucher", 3000, True),
    ("Money for a phone", 1000, True),
    ("Bus ticket and the way home", None, False),
    ("Card with your mentor’s number", None, False),
)
