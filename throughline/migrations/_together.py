"""Many tables made at once: Django draws every model anew after each operation, which takes minutes for fifty tables."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, RemoveIndex, RunSQL
from django.db.migrations.operations.base import Operation

ORDER: dict[type[Operation], int] = {
    RunSQL: 0,
    CreateModel: 1,
    RemoveIndex: 2,
    AddField: 3,
    AddIndex: 4,
    AddConstraint: 5,
}


class Together(Operation):
    """Several operations that do not need each other, drawn once: tables, and triggers on tables that were there."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this is written in a migration."""
        return self.__class__.__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Let the state be as after all of them."""
        state.__dict__.pop("apps", None)  # drawn before: it would be drawn again for each
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do them in their order, in the state after all of them."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo them, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say how many they are."""
        return f"{len(self.operations)} operations at once"


def together(operations: Sequence[Operation]) -> list[Operation]:
    """Return tables, then columns, then indexes, then constraints, those of a kind drawn once; an error for any other kind."""
    ordered = sorted(operations, key=lambda one: ORDER[type(one)])
    return [
        of_kind[0] if len(of_kind) == 1 else Together(of_kind)
        for _, rows in groupby(ordered, key=type)
        for of_kind in [list(rows)]
    ]
