"""What was acknowledged survives a SIGKILL of PostgreSQL and of the web; and the count can fail (reliability.md)."""

import pytest

from tests.kills import run


def test_no_acknowledged_note_is_lost_or_doubled_when_the_database_or_the_web_is_killed(long_form, capsys):
    found = run(rounds=20 if long_form else 4, control=False)

    with capsys.disabled():
        print("\n" + "; ".join(f"{name}: {number}" for name, number in found.items()))
    assert found["acknowledged"] >= found["rounds"] * 6
    assert 0 < found["of them by the API"] < found["acknowledged"]  # some through the pages, some through the API
    assert {found[name] for name in ("lost", "doubled", "refused", "without an event", "without a log row")} == {0}


def test_the_count_finds_what_is_lost_where_the_database_answers_too_soon(long_form, capsys):
    if not long_form:
        pytest.skip("the control runs in make test-long")

    found = run(rounds=6, control=True)

    with capsys.disabled():
        print("\n" + "; ".join(f"{name}: {number}" for name, number in found.items()))
    assert found["lost"] > 0
