"""What a row said before it was changed is kept by the database, whoever changes it, and nobody can undo that."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from tests import cast as casting
from tests.cast import TODAY, days
from tests.histories import out_and_engaged, two_phones, with_mentor
from tests.house.test_row_security import ask, close, personal, served
from throughline.actions import contact, people, workers
from throughline.domain.errands import doing
from throughline.models import HISTORY, ContactWay, Grant, Person, Post, acting
from throughline.models.history import APPEND_ONLY, LEFT_OUT, OF_PEOPLE, SEALED, WITHOUT


def kept(row):
    return list(HISTORY[row._meta.model_name].objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def may_change(table):
    """Tell whether the serving role may change or delete a row of a table."""
    ((columns, deletes),) = ask(
        "SELECT count(*) FILTER (WHERE has_column_privilege('app', attrelid, attnum, 'UPDATE')), has_table_privilege('app', %s, 'DELETE')"
        " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        table, table,
    )  # fmt: skip
    return bool(columns or deletes)


def test_every_table_about_people_is_kept_or_only_added_to_or_listed_with_its_reason(db):
    about = {name for name, model in personal().items() if model not in HISTORY.values()} - {"look"}
    about |= {"token", "keptform"}  # as good as a sign-in; and what was typed about somebody, sealed
    changing = {name for name in about if may_change(f"throughline_{name}")}

    assert about - changing == set(APPEND_ONLY)
    assert changing == {model._meta.model_name for model in (*OF_PEOPLE, *SEALED)} | set(WITHOUT)
    assert not may_change("throughline_look")


def test_every_column_is_kept_but_what_is_generated_and_what_is_listed():
    for name, history in HISTORY.items():
        columns = {field.name for field in history.pgh_tracked_model._meta.concrete_fields if not field.generated}
        there = {field.name for field in history._meta.concrete_fields if not field.name.startswith("pgh_")}
        assert columns - there == {"id", *LEFT_OUT.get(name, ())}, name


def test_the_serving_role_may_add_to_history_through_triggers_alone_and_change_none_of_it(db):
    for history in HISTORY.values():
        table = history._meta.db_table
        rights = ask(
            "SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'app' AND table_name = %s", table
        )  # fmt: skip
        assert {one for (one,) in rights} == {"SELECT", "INSERT"}, table
        assert not may_change(table)
        ((backup,),) = ask("SELECT has_table_privilege('backup', %s, 'SELECT')", table)
        assert backup, table
        triggers = ask(
            "SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_keep_%%'",
            history.pgh_tracked_model._meta.db_table,
        )
        assert triggers == [("O",), ("O",)], table
    assert ask("SELECT count(*) FROM pg_proc WHERE proname = '_pgh_attach_context'") == [(0,)]
    assert ask(
        "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'app' AND table_name LIKE 'pghistory%%'"
    ) == [(0,)]


def test_a_save_is_kept_with_before_after_who_and_why(cast, at):
    person = with_mentor(cast).person
    was = person.known_as
    number = uuid4()
    with doing(page="describe_person", request=str(number)):
        people.describe(
            person.pk, by=cast.stands("mentor"), version=person.version, **said_of(person, known_as="Sandy")
        )

    (row,) = kept(person)[-1:]

    assert (row.pgh_label, row.known_as, Person.objects.get(pk=person.pk).known_as) == ("change", was, "Sandy")
    assert row.pgh_by_id == cast.mentor.pk
    assert row.pgh_context == {"page": "describe_person", "request": str(number), "deed": "people.describe"}
    assert row.pgh_created_at == ask("SELECT now()")[0][0]


def said_of(person, **other):
    names = (
        "given_names",
        "family_name",
        "known_as",
        "birth_date",
        "home_place",
        "home_council_id",
        "language",
        "reading",
    )
    return {name: getattr(person, name) for name in names} | other


def test_an_update_of_many_rows_keeps_each(cast, at):
    person = with_mentor(cast).person_id
    two_phones(cast, person)
    ways = ContactWay.objects.filter(person=person)
    before = {one.pk: one.value for one in ways}
    with transaction.atomic():
        ask("SELECT set_config('role', 'app', true)")
        with acting(cast.stands("mentor")):
            assert ways.update(until_on=TODAY) == len(before)
        ask("SELECT set_config('role', 'witness', true)")

    rows = {row.pgh_obj_id: row for way in ways for row in kept(way)}

    assert {pk: (row.value, row.until_on, row.pgh_by_id) for pk, row in rows.items()} == {
        pk: (value, None, cast.mentor.pk) for pk, value in before.items()
    }


def test_what_changes_nothing_is_not_kept(cast, at):
    person = with_mentor(cast).person
    before = len(kept(person))

    Person.objects.filter(pk=person.pk).update(known_as=person.known_as)

    assert len(kept(person)) == before


def test_each_step_says_what_it_was_before_so_that_every_state_can_be_read(cast, at):
    person = with_mentor(cast).person
    start = len(kept(person))
    first = person.known_as
    for word in ("One", "Two", "Three"):
        now = Person.objects.get(pk=person.pk)
        people.describe(person.pk, by=cast.stands("mentor"), version=now.version, **said_of(now, known_as=word))

    assert [row.known_as for row in kept(person)][start:] == [first, "One", "Two"]
    assert Person.objects.get(pk=person.pk).known_as == "Three"


def test_what_the_owner_changes_by_a_script_is_kept_in_nobodys_name(cast, at):
    """A data migration switches FORCE off around itself: the history stays forced, and takes the row."""
    episode = out_and_engaged(cast)
    note = episode.person.pk
    with transaction.atomic():
        ask("SELECT set_config('role', 'owner', true)")
        with connection.cursor() as cursor:
            # A deferred key that waits for its check stands in the way of ALTER TABLE.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE throughline_note NO FORCE ROW LEVEL SECURITY")
            cursor.execute(
                "UPDATE throughline_note SET words = 'Other words' WHERE person_id = %s RETURNING id", [note]
            )
            changed = {pk for (pk,) in cursor.fetchall()}
            cursor.execute("ALTER TABLE throughline_note FORCE ROW LEVEL SECURITY")
        ask("SELECT set_config('role', 'witness', true)")

    rows = HISTORY["note"].objects.filter(person=note)

    assert changed
    assert {row.pgh_obj_id for row in rows} == changed
    assert all(row.words != "Other words" and row.pgh_by_id is None and row.pgh_context is None for row in rows)


def test_a_deleted_row_is_kept(cast, at):
    """As the owner: the serving role deletes nothing of this kind."""
    contact.add_way(
        with_mentor(cast).person_id,
        by=cast.stands("mentor"),
        on=TODAY,
        kind="phone",
        whose="Mobile",
        value="07700 900003",
        safe_to_leave_message=True,
    )
    way = ContactWay.objects.get(value="07700 900003")
    value, pk = way.value, way.pk
    with transaction.atomic():
        ask("SELECT set_config('role', 'owner', true)")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE throughline_contactway NO FORCE ROW LEVEL SECURITY")
            cursor.execute("DELETE FROM throughline_contactway WHERE id = %s", [pk])
            assert cursor.rowcount == 1
            cursor.execute("ALTER TABLE throughline_contactway FORCE ROW LEVEL SECURITY")
        ask("SELECT set_config('role', 'witness', true)")

    (row,) = HISTORY["contactway"].objects.filter(pgh_obj_id=pk, pgh_label="gone")

    assert row.value == value


def test_who_may_not_see_the_row_sees_no_row_of_its_history(cast, at):
    person = with_mentor(cast).person
    people.describe(person.pk, by=cast.stands("mentor"), version=person.version, **said_of(person, known_as="Sandy"))
    table = HISTORY["person"]._meta.db_table

    assert served(f"SELECT count(*) FROM {table}", by=cast.stands("mentor"))[0][0] > 0
    for part in ("stranger", "administrator"):
        assert served(f"SELECT count(*) FROM {table}", by=cast.stands(part)) == [(0,)]
    assert served(f"SELECT count(*) FROM {table}") == [(0,)]
    close(person.pk)
    assert served(f"SELECT count(*) FROM {table}", by=cast.stands("mentor")) == [(0,)]


def test_nobody_writes_takes_or_changes_history_by_sql(cast, at):
    person = with_mentor(cast).person
    people.describe(person.pk, by=cast.stands("mentor"), version=person.version, **said_of(person, known_as="Sandy"))
    table, by = HISTORY["person"]._meta.db_table, cast.stands("mentor")

    for statement in (f"UPDATE {table} SET known_as = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            served(statement, by=by, about=person.pk)
    columns = ", ".join(
        f'"{field.column}"' for field in HISTORY["person"]._meta.concrete_fields if field.name != "pgh_id"
    )
    with pytest.raises(ProgrammingError, match="row-level security"):
        served(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}", by=by, about=person.pk)


def test_a_session_cannot_name_triggers_that_shall_do_nothing(cast, at):
    """The library has such a switch; each migration that makes a trigger brings it back, and each `migrate` takes it away."""
    person = with_mentor(cast).person
    before = len(kept(person))
    triggers = ask(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'throughline_person'::regclass AND tgname LIKE 'pgtrigger%%'"
    )
    with transaction.atomic():
        ask("SELECT set_config('pgtrigger.ignore', %s, true)", "{" + ",".join(one for (one,) in triggers) + "}")
        Person.objects.filter(pk=person.pk).update(known_as="Sandy")

    assert len(kept(person)) == before + 1


def test_a_session_that_says_it_is_somebody_else_is_kept_as_nobody(cast, at):
    person = with_mentor(cast).person
    with transaction.atomic():
        ask("SELECT set_config('app.actor', %s, true)", f"1.{cast.other_mentor.pk}.9999999999.1.{'0' * 64}")
        Person.objects.filter(pk=person.pk).update(known_as="Sandy")
        ask("SELECT set_config('app.actor', '', true)")

    assert kept(person)[-1].pgh_by_id is None


def test_ending_ones_own_sight_is_kept_too(cast, at):
    person = with_mentor(cast).person_id
    mine = Grant.objects.filter(person=person, worker=cast.mentor, ends__gt=timezone.now()).first()
    Grant.objects.filter(pk=mine.pk).update(valid=(timezone.now() - timedelta(days=2), None))  # as if given before now
    before = len(kept(mine))

    with transaction.atomic():
        ask("SELECT set_config('role', 'app', true)")
        with acting(cast.stands("mentor")):
            ask("SELECT set_config('app.focus', %s, true)", str(person))
            ask(
                "UPDATE throughline_grant SET valid = tstzrange(lower(valid), now()) WHERE id = %s RETURNING 1", mine.pk
            )
        ask("SELECT set_config('role', 'witness', true)")

    (row,) = kept(mine)[before:]
    assert (row.valid.upper, row.pgh_by_id) == (None, cast.mentor.pk)


def test_what_decides_sight_is_kept(cast, at):
    post = Post.objects.filter(worker=cast.mentor, until_on=None).first()
    workers.end_post(post.pk, by=cast.stands("administrator"), on=days(3), today=TODAY)

    (row,) = kept(post)

    assert (row.until_on, row.pgh_by_id, row.pgh_context) == (None, cast.administrator.pk, {"deed": "workers.end_post"})


def test_a_change_that_is_undone_leaves_no_history(cast, at):
    person = with_mentor(cast).person
    before = len(kept(person))
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(known_as="Sandy")
        ask("SELECT 1 / 0")

    assert len(kept(person)) == before


def test_of_two_who_write_at_once_each_is_kept_with_what_they_found(transactional_db, request):
    """The second waits for the first: what it replaced is what the first had written."""
    cast = casting.make()
    person = with_mentor(cast).person
    first = person.known_as
    begun, go = threading.Event(), threading.Event()

    def write(word, *, holds):
        try:
            with transaction.atomic(), acting(cast.mentor.pk):
                if not holds:
                    begun.wait(10)
                Person.objects.filter(pk=person.pk).update(known_as=word)
                if holds:
                    begun.set()
                    go.wait(2)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=write, args=("One",), kwargs={"holds": True}),
        threading.Thread(target=write, args=("Two",), kwargs={"holds": False}),
    ]
    for thread in threads:
        thread.start()
    begun.wait(10)
    go.set()
    for thread in threads:
        thread.join()

    assert [row.known_as for row in kept(person)][-2:] == [first, "One"]
    assert Person.objects.get(pk=person.pk).known_as == "Two"
