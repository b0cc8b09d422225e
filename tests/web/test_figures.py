"""The pages of figures: who may read them, what is shown to whom, the list behind each."""

import csv
import io
import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import TODAY
from tests.clients import client_of
from tests.evaluation.test_figures import cohort_of
from tests.histories import arrive, out_and_engaged
from tests.sides import sides
from tests.web.test_looks import log
from throughline.actions import figures as actions
from throughline.actions import grants
from throughline.domain.figures import DEFINITIONS, LEAST
from throughline.evaluation import episodes, figures
from throughline.models import Episode, FigureSet, acting, standing_of
from throughline.policy.grants import EVERYTHING, Basis, Opens
from throughline.queries.figures import COUNTED_FROM

pytestmark = pytest.mark.django_db


def kept(cast, rows, *, on=TODAY):
    """Keep the figures of some rows, as the night's job would."""
    body = figures.make(rows, on=on)
    return actions.keep(
        by=cast.stands(cast.service), data_on=on, fingerprint=episodes.fingerprint(rows, on=on), body=body
    )


def of_records(on=TODAY):
    """Return the cohort of the test's own records: the query that the clock asks, here as the witness."""
    from django.db import connection

    with connection.cursor() as cursor:
        return episodes.read(cursor, on=on)


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_evaluator_and_the_manager_read_every_figure(cast, at):
    manager = sides(cast).manager
    kept(cast, cohort_of(7, 300))
    for worker in (cast.evaluator, manager):
        client = client_of(worker)
        said = words_of(client.get(reverse("figures")))
        for code, one in DEFINITIONS.items():
            assert one.title in said
            page = words_of(client.get(reverse("figure", args=[code])))
            assert one.counted[:40] in page
            assert f"Version {one.version}" in page
    assert "Count again" not in words_of(client_of(cast.evaluator).get(reverse("figures")))


@pytest.mark.parametrize("part", ["mentor", "team_lead", "administrator", "stranger", "partner_coach"])
def test_anybody_else_is_told_who_reads_them_and_shown_none(cast, at, part):
    kept(cast, cohort_of(7, 300))
    client = client_of(getattr(cast, part))

    for path in (
        reverse("figures"),
        *(reverse(name, args=["return"]) for name in ("figure", "figure_people", "figure_csv", "figure_xlsx")),
    ):
        response = client.get(path)
        assert response.status_code == 403
        assert "The evaluator and the partnership manager read the figures." in words_of(response)
    assert client.post(reverse("count_figures"), {"once": str(uuid4())}).status_code == 403
    assert reverse("figures") not in client.get(reverse("more")).content.decode()


def test_a_figure_that_there_is_none_of_is_not_found(cast, at):
    kept(cast, [])

    assert client_of(cast.evaluator).get("/figures/nonsense/").status_code == 404


def test_before_anything_was_counted_the_pages_say_so(cast, at):
    client = client_of(cast.evaluator)

    assert "Nothing has been counted yet." in words_of(client.get(reverse("figures")))
    assert "Nothing has been counted yet." in words_of(client.get(reverse("figure", args=["return"])))
    assert "Nothing has been counted yet." in words_of(client.get(reverse("figure_people", args=["return"])))
    assert client.get(reverse("figure_csv", args=["return"])).status_code == 404


def test_small_numbers_are_shown_to_whoever_sees_everyone_and_to_nobody_else(cast, at):
    out, inside = out_and_engaged(cast, given="Cal", spin="1"), arrive(cast, given="Ann", family="Boyd", spin="2")
    kept(cast, of_records())
    client = client_of(cast.evaluator)

    assert "No number is shown: too few people" in words_of(client.get(reverse("figure", args=["profile"])))
    for episode in (out, inside):
        assert "too few people" in words_of(
            client.get(reverse("figure", args=["profile"]))
        )  # one of the two is not everyone
        grants.give(
            episode.person_id, to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review", source_kind="review", source=uuid4(), opens=EVERYTHING
        )  # fmt: skip

    said = words_of(client.get(reverse("figure", args=["profile"])))
    assert "0 of 1 people who signed up and came out were met" in said
    assert "Left out: did not sign up 1 person" in said


def test_the_list_behind_shows_those_whom_the_reader_sees_says_how_many_and_is_written_down(cast, at):
    seen = [out_and_engaged(cast, given=name, spin=name) for name in ("Cal", "Dan")]
    for number in range(18):
        out_and_engaged(cast, given=f"Hidden{number}", family="Secret", spin=str(number))
    kept(cast, of_records())
    client = client_of(cast.evaluator)

    said = words_of(client.get(reverse("figure_people", args=["profile"])))
    assert "You may see 0 of the people in this figure. The figure is of 20 people, to the nearest 5." in said
    assert log() == []
    for episode in seen:
        grants.give(
            episode.person_id, to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review", source_kind="review", source=uuid4(), opens=EVERYTHING
        )  # fmt: skip
    said = words_of(client.get(reverse("figure_people", args=["profile"])))

    assert "You may see 2 of the people in this figure. The figure is of 20 people, to the nearest 5." in said
    assert "Secret" not in said
    assert "Cal Reid" in said
    (look,) = log()
    assert (look["page"], look["how"], set(look["people"])) == (
        "figure_people",
        "list",
        {one.person_id for one in seen},
    )


def test_the_list_leaves_out_whom_the_figure_leaves_out(cast, at):
    out, inside = out_and_engaged(cast, given="Cal", spin="1"), arrive(cast, given="Ann", family="Boyd", spin="2")
    for episode in (out, inside):
        grants.give(
            episode.person_id, to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review", source_kind="review", source=uuid4(), opens=EVERYTHING
        )  # fmt: skip
    kept(cast, of_records())

    said = words_of(client_of(cast.evaluator).get(reverse("figure_people", args=["return"])))

    assert "Cal Reid" in said
    (look,) = (row for row in log() if row["page"] == "figure_people")
    assert (look["people"], look["opens"] & (Opens.NOTES | Opens.PLAN)) == ([out.person_id], Opens.NOTES | Opens.PLAN)
    assert "Came out Saturday 14 November" in said
    assert "Boyd" not in said


def test_the_files_say_what_the_page_says_and_no_cell_of_them_can_act(cast, at):
    kept(cast, cohort_of(7, 300))
    client = client_of(cast.evaluator)
    for code in DEFINITIONS:
        page = words_of(client.get(reverse("figure", args=[code])))
        answer = client.get(reverse("figure_csv", args=[code]))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("figure_xlsx", args=[code])).content))
        sheet = book.get_sheet_by_index(0).to_python()

        assert rows[1][0].replace("’", "&#x27;") in page.replace("’", "&#x27;")
        assert [cell for row in rows for cell in row if cell] == [str(cell) for row in sheet for cell in row if cell]
        assert not any(cell[:1] in tuple("=+-@|") for row in rows for cell in row)
        assert answer.headers["Content-Disposition"].endswith(f'{code.replace("_", "-")}-2026-11-26.csv"')


def test_a_manager_has_them_counted_again(cast, at):
    from procrastinate.contrib.django.models import ProcrastinateJob

    response = client_of(sides(cast).manager).post(reverse("count_figures"), {"once": str(uuid4())})

    assert response.status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="count_figures").count() == 1


def test_nobody_keeps_figures_by_hand_and_nobody_changes_one(cast, at):
    from django.db.utils import ProgrammingError

    from throughline.domain.objections import Forbidden

    with pytest.raises(Forbidden):
        actions.keep(by=cast.stands("evaluator"), data_on=TODAY, fingerprint="x", body={})
    found = kept(cast, [])
    for statement in ("UPDATE throughline_figureset SET fingerprint = 'y'", "DELETE FROM throughline_figureset"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _as_app(statement)
    assert FigureSet.objects.get() == found


def _as_app(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'app', true)")
        cursor.execute(statement)


def _told_by_the_database(by):
    """Return whether SQL alone, as the serving role, gives a worker the small numbers of the newest set."""
    from django.db import connection

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'app', true)")
        with acting(by):
            cursor.execute("SELECT count(*) FROM throughline_wholefigures")
            found = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('role', 'witness', true)")
    return found == 1


def test_the_database_gives_small_numbers_to_a_reader_who_sees_everyone_in_every_kind_and_to_nobody_else(cast, at):
    one, other = out_and_engaged(cast, given="Cal", spin="1"), out_and_engaged(cast, given="Dan", spin="2")
    manager = sides(cast).manager
    kept(cast, of_records())

    def see(worker, person, opens):
        grants.give(
            person,
            to=worker,
            basis=Basis.OVERSIGHT,
            because="a review",
            source_kind="review",
            source=uuid4(),
            opens=opens,
        )

    see(manager, one.person_id, EVERYTHING)
    see(cast.evaluator, one.person_id, EVERYTHING)
    see(cast.team_lead, one.person_id, EVERYTHING)
    see(cast.team_lead, other.person_id, EVERYTHING)
    assert not _told_by_the_database(cast.stands("evaluator"))  # sees one of two
    see(cast.evaluator, other.person_id, EVERYTHING)
    see(manager, other.person_id, EVERYTHING & ~Opens.NOTES)

    assert _told_by_the_database(cast.stands("evaluator"))
    assert not _told_by_the_database(standing_of(manager, on=TODAY))  # the notes of one of two are shut
    assert not _told_by_the_database(cast.stands("team_lead"))  # sees both, and does not read figures
    assert not _told_by_the_database(None)
    assert "too few people" in words_of(client_of(manager).get(reverse("figure", args=["profile"])))
    assert "too few people" not in words_of(client_of(cast.evaluator).get(reverse("figure", args=["profile"])))


@pytest.mark.parametrize("opens", COUNTED_FROM)
def test_each_kind_that_is_counted_is_needed(cast, at, opens):
    episode = out_and_engaged(cast, given="Cal", spin="1")
    kept(cast, of_records())
    grants.give(
        episode.person_id, to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review", source_kind="review", source=uuid4(), opens=EVERYTHING & ~opens
    )  # fmt: skip

    assert not _told_by_the_database(cast.stands("evaluator"))


def test_nobody_but_the_service_writes_small_numbers(cast, at):
    from django.db.utils import ProgrammingError

    found = kept(cast, [])
    statement = (
        f"INSERT INTO throughline_wholefigures (id, figures_id, body) VALUES (gen_random_uuid(), '{found.pk}', '{{}}')"
    )
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        acting(cast.stands("evaluator")),
    ):
        _as_app(statement)


def test_what_anybody_may_read_of_a_set_holds_no_small_number_of_people(cast, at):
    """The row that the serving role reads, whoever asks, and not only the page that is made of it."""
    out_and_engaged(cast, given="Cal", spin="1")
    found = kept(cast, of_records())

    assert small_counts(found.body) == []
    assert small_counts(found.whole.body) != []


def small_counts(held, key=""):
    """Return every number of people from 1 to 4 in a body, at whatever depth."""
    if isinstance(held, dict):
        return [
            one
            for name, value in held.items()
            if name not in ("version", "months")
            for one in small_counts(value, name)
        ]
    if isinstance(held, (list, tuple)):
        return [one for value in held for one in small_counts(value, key)]
    counts = isinstance(held, int) and not isinstance(held, bool)
    return [(key, held)] if counts and 0 < held < LEAST.shown else []


def test_a_figure_asks_as_little_of_the_database_for_many_as_for_few(cast, at, django_assert_max_num_queries):
    kept(cast, cohort_of(7, 2000))
    client = client_of(cast.evaluator)
    client.get(reverse("figures"))

    for path in (reverse("figures"), reverse("figure", args=["return"]), reverse("figure_people", args=["return"])):
        with django_assert_max_num_queries(30):
            assert client.get(path).status_code == 200
    assert Episode.objects.count() == 0


def test_the_list_of_figures_sends_to_the_two_shares_and_their_words_and_tells_neither(cast, at):
    kept(cast, cohort_of(7, 300))

    said = words_of(client_of(cast.evaluator).get(reverse("figures")))

    assert "Two shares, to be read with what stands beside them on their page." in said
    assert "on day 30" not in said


def test_whoever_does_not_see_everyone_reads_one_set_the_whole_month(cast, at):
    """Two sets of one day apart would tell of one person by what has changed."""
    kept(cast, cohort_of(7, 300))
    kept(cast, cohort_of(8, 40))
    guarded_reader = words_of(client_of(cast.evaluator).get(reverse("figure", args=["funnel"])))
    first = FigureSet.objects.order_by("made_at").first()

    assert first.fingerprint in guarded_reader
    assert FigureSet.objects.first().fingerprint != first.fingerprint


def test_a_set_of_a_former_definition_stays_and_no_page_shows_it(cast, at):
    body = figures.make(cohort_of(7, 50), on=TODAY)
    for one in body["figures"].values():
        one["version"] = 1
    actions.keep(by=cast.stands(cast.service), data_on=TODAY, fingerprint="former", body=body)

    assert FigureSet.objects.count() == 1
    assert "Nothing has been counted yet." in words_of(client_of(cast.evaluator).get(reverse("figures")))


def test_the_list_behind_says_not_open_where_notes_are_shut_and_never_not_met(cast, at):
    episode = out_and_engaged(cast, given="Cal", spin="1")
    kept(cast, of_records())
    grants.give(
        episode.person_id, to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review", source_kind="review", source=uuid4(),
        opens=EVERYTHING & ~Opens.NOTES & ~Opens.PLAN,
    )  # fmt: skip

    said = words_of(client_of(cast.evaluator).get(reverse("figure_people", args=["profile"])))

    assert "Cal Reid" in said
    assert "Whether met outside: not open to you." in said
    assert "Not met outside" not in said


def test_each_page_says_how_long_people_were_followed_and_by_which_intervals(cast, at):
    kept(cast, cohort_of(7, 300))
    client = client_of(cast.evaluator)
    for code in ("profile", "outcomes", "return", "met", "time_out"):
        said = words_of(client.get(reverse("figure", args=[code])))
        assert "26 November 2026" in said
        for word in ("95%", "Wilson", "log-log", "Newcombe"):
            assert word in said, code
    for code in ("return", "met", "time_out"):
        assert "Returns are not learnt alike." in words_of(client.get(reverse("figure", args=[code])))


def test_curves_differences_and_who_was_followed_stand_in_the_tables_and_the_files(cast, at):
    kept(cast, [row._replace(person=row.episode) for row in cohort_of(7, 1500)])
    client = client_of(cast.evaluator)
    for code, captions in {
        "return": ("The curves, by months", "Who could be followed so long"),
        "met": ("What the two shares differ by", "Who could be followed so long"),
    }.items():
        page = words_of(client.get(reverse("figure", args=[code])))
        file = client.get(reverse("figure_csv", args=[code])).content.decode("utf-8-sig")
        for caption in captions:
            assert caption in page
            assert caption in file


def test_whoever_sees_everyone_reads_the_newest_set_and_the_others_the_first_of_the_month(cast, at):
    people = [out_and_engaged(cast, given="Cal", spin="1")]
    first = kept(cast, of_records())
    people.append(out_and_engaged(cast, given="Dan", spin="2"))
    newest = kept(cast, of_records())
    for episode in people:
        grants.give(
            episode.person_id, to=cast.evaluator, basis=Basis.OVERSIGHT, because="a review", source_kind="review", source=uuid4(), opens=EVERYTHING
        )  # fmt: skip

    whole, guarded = (
        words_of(client_of(worker).get(reverse("figure", args=["funnel"])))
        for worker in (cast.evaluator, sides(cast).manager)
    )

    assert newest.fingerprint in whole
    assert "Of 2 people on a list" in whole
    assert first.fingerprint in guarded
    assert first.fingerprint != newest.fingerprint


def test_of_very_few_people_a_guarded_page_says_why_there_is_no_number_and_shows_no_empty_table(cast, at):
    out_and_engaged(cast, given="Cal", spin="1")
    kept(cast, of_records())
    client = client_of(cast.evaluator)

    for code in DEFINITIONS:
        said = words_of(client.get(reverse("figure", args=[code])))
        assert f"Figures begin at {LEAST.told} people" in said
        assert "The numbers" not in said
        assert "to the nearest 5" not in said
        assert "How it is counted" in said
    assert words_of(client.get(reverse("figures"))).count("Figures begin at") == 1
