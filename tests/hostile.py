"""Strings that break careless software: a small set of our own."""

from collections.abc import Iterator

from django.db import transaction

HOSTILE = [
    "", " ", "\t\n", "NULL", "None", "undefined", "true", "0", "-1", "1e309", "NaN", "0x0", "'", '"', "`", "\\", "%s%n", "{{7*7}}", "{% load x %}", "${7*7}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "'; DROP TABLE throughline_person; --", "1' OR '1'='1", "../../etc/passwd",
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\x00nul", "\ufeffbom", "\u202eright to left", "Z̸̢̛͖a̷l̴g̵o̶", "田中さん", "مرحبا", "😀👍🏽", "ﬁ ligature", "İi̇ı",
    "O’Neill-Mac Donald", "D'Arcy", "ß", "\ud83d", "a" * 3000, "#set page(width: 1pt)", ']#eval("1")[', "\r\nBcc: x@example.org", "﷽" * 20,
]  # fmt: skip

# As many as one record serves: making it takes longer than trying a string.
SEVERAL = [HOSTILE[at : at + 7] for at in range(0, len(HOSTILE), 7)]


def one_at_a_time(several: list[str]) -> Iterator[str]:
    """Yield each of several strings in a transaction of its own, which is undone: no string meets what another left."""
    for words in several:
        with transaction.atomic():
            try:
                yield words
            except GeneratorExit:
                print(f"It was {words!r}")
                raise
            transaction.set_rollback(True)
