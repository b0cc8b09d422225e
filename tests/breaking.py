"""Actions with a failure put in at each of their SQL statements: whoever calls one finds all of it or nothing."""

import functools
import importlib
import pkgutil
import random

from django.apps import apps
from django.db import OperationalError, connection, transaction

from throughline import actions


def shelves():
    """Return every module of actions."""
    return [
        importlib.import_module(f"throughline.actions.{one.name}") for one in pkgutil.iter_modules(actions.__path__)
    ]


def deeds():
    """Return every action by "shelf.name"."""
    return {
        f"{module.__name__.rsplit('.', 1)[1]}.{name}": one
        for module in shelves()
        for name, one in vars(module).items()
        if callable(one)
        and hasattr(one, "__wrapped__")
        # What is only done as the service is a part of an action: the transaction is its caller's.
        and not one.__code__.co_filename.endswith("contextlib.py")
        and one.__module__ == module.__name__
        and not name.startswith("_")
    }


class Fault(OperationalError):
    """The failure that is put in."""


class At:
    """Lets the statement with one number fail, and counts them."""

    def __init__(self, number):
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        """Let a statement through, or fail in its place."""
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")):
            return execute(sql, params, many, context)
        self.seen += 1
        if self.seen == self.number:
            raise Fault(sql[:80])
        return execute(sql, params, many, context)


def everything():
    """Return a mark of every row of every table, asked in one statement."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label == "throughline" and model._meta.model_name not in ("look", "checkpoint")
    ]
    whole = " UNION ALL ".join(
        f"SELECT '{one}' AS t, count(*), sum(hashtextextended(r::text, 0)) FROM {one} r" for one in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(whole)
        return set(cursor.fetchall())  # a plan of several processes gives them in any order


class Breaker:
    """Breaks each action at its statements the first time that it is called, and then lets it be done."""

    def __init__(self, *, most=None):
        self.most = most  # statements of one action, the first and the last among them; None is all
        self.tried, self.faults, self.halves = set(), 0, []
        self._chance, self._inside = random.Random(2006), False

    def install(self, monkeypatch):
        """Put this before every action, wherever it is called by."""
        for name, action in deeds().items():
            broken = self._breaking(name, action)
            for module in shelves():
                for held, one in list(vars(module).items()):
                    if one is action:
                        monkeypatch.setattr(module, held, broken)

    def _breaking(self, name, action):
        @functools.wraps(action)
        def run(*given, **named):
            if (
                not self._inside
                and name not in self.tried
                and connection.in_atomic_block
                and not connection.needs_rollback
            ):
                self._inside = True
                try:
                    self._try(name, lambda: action(*given, **named))
                finally:
                    self._inside = False
            return action(*given, **named)

        return run

    def _try(self, name, act):
        count = At(0)
        try:
            with transaction.atomic(), connection.execute_wrapper(count):
                act()
                raise Fault  # noqa: TRY301 - what was counted is undone
        except Fault:
            pass
        except Exception:  # noqa: BLE001 - it is refused, as the test that calls it expects: there is nothing to break
            return
        numbers = range(1, count.seen + 1)
        if self.most and count.seen > self.most:
            numbers = [1, count.seen, *self._chance.sample(range(2, count.seen), self.most - 2)]
        before = everything()
        for number in numbers:
            at, point = At(number), transaction.savepoint()
            try:
                with connection.execute_wrapper(at):
                    act()
            except Fault:
                pass
            else:
                if at.seen >= number:
                    self.halves.append(f"{name}: statement {number} failed and nobody was told")
                else:  # what was asked and kept before is not asked again: it never came to that statement, and was done whole
                    transaction.savepoint_rollback(point)
            if everything() != before:
                self.halves.append(f"{name}: statement {number} left a half")
                break
        self.faults += len(numbers)
        self.tried.add(name)
