"""docs/refusals.md leads from each code that a rule refuses with to the rule, the sentence and the test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from savings.recording.refusals import Refused
from savings.rules import read_rules

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (VB\d{3}) \| [^|]+ \| `(\w+)\.sql` \| (?:`(\w+)`)? ?\| `([\w/.]+)::(\w+)` \|$", re.MULTILINE)
TABLE = ROW.findall((ROOT / "docs" / "refusals.md").read_text(encoding="utf-8"))


def test_every_code_that_a_rule_raises_is_in_the_table_and_no_other() -> None:
    raised = {(code, name) for name, text in read_rules().items() for code in re.findall(r"'(VB\d{3})'", text)}
    rows = [(code, name) for code, name, *_rest in TABLE]
    assert len(rows) == len(set(rows))
    assert set(rows) == raised


def test_the_sentences_are_those_the_application_gives() -> None:
    assert {code: sentence for code, _name, sentence, *_rest in TABLE if sentence} == {
        code: refusal.__name__ for code, refusal in Refused.by_state.items()
    }


@pytest.mark.parametrize(("code", "sentence", "path", "test"), [(row[0], *row[2:]) for row in TABLE])
def test_the_test_is_there_and_tries_it(code: str, sentence: str, path: str, test: str) -> None:
    module = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    (function,) = (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == test)
    constants = [
        target.id
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value == code
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    source = ast.unparse(function)
    assert any(name in source for name in (code, *constants, *([sentence] if sentence else [])))
