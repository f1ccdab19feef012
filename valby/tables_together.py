"""A migration's operation that makes all its tables from one rendering of their models, which takes a tenth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import AddConstraint, AddIndex, CreateModel


class CreateTablesTogether(Operation):
    """The operations of a first migration, as one.

    Django renders the models anew after each operation, and with a new model all that it is related to: half a hundred tables
    that all know of people took some thousand renderings. Here the models are rendered once, as they are after the last
    operation; each is then created with all its fields and constraints, those that a later operation adds among them.

    Args:
        operations: `CreateModel`, and what adds fields, constraints and indexes to these models.

    Raises:
        TypeError: for an operation that does anything else, which would be lost.
    """

    reversible = False
    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        if others := {
            type(it).__name__ for it in operations if not isinstance(it, CreateModel | AddField | AddConstraint | AddIndex)
        }:
            raise TypeError(", ".join(sorted(others)))
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Apply all operations to the state, whose models are rendered when they are next asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Never: what people recorded is in these tables."""
        raise NotImplementedError

    def describe(self) -> str:
        """What it does, in a line."""
        return "Create all tables"
