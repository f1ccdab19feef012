"""The tables in the database are those of the models, whichever way the migrations made them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RemoveField
from django.db.models import Model

from savings.models.kept import CellSum
from valby.tables_together import CreateTablesTogether

MODELS = sorted(apps.get_app_config("savings").get_models(include_auto_created=True), key=lambda model: model._meta.db_table)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_a_table_has_the_columns_constraints_and_indexes_of_its_model(model: type[Model]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        found = connection.introspection.get_constraints(cursor, table)
    assert sorted(columns) == sorted(field.column for field in model._meta.concrete_fields)
    wanted = {it.name for it in (*model._meta.constraints, *model._meta.indexes)}
    assert wanted <= {*found}
    relations = {field.column for field in model._meta.concrete_fields if field.is_relation}
    # The sums that the database keeps come from postings, which have their keys.
    keys = set() if issubclass(model, CellSum) else relations
    assert {it["columns"][0] for it in found.values() if it["foreign_key"]} == keys


def test_an_operation_that_would_be_lost_is_refused() -> None:
    with pytest.raises(TypeError, match="Remove"):
        CreateTablesTogether([RemoveField("unit", "name")])
