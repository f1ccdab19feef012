"""What is installed: the lists, their locks with every file's hash, and the list of all that runs (SBOM)."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.locks import normalize, read_pins
from tools.sbom import build_sbom

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements", "requirements-dev", "requirements-bench")
LOCK = read_pins(ROOT / "requirements.lock")
#: What is installed on this system and Python, where it runs.
RUN = {name: pin for name, pin in LOCK.items() if pin.is_for_here}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_pins_each_package_and_its_lock_has_it(name: str) -> None:
    lines = [line for line in (ROOT / f"{name}.txt").read_text("utf-8").splitlines() if line and line[0] not in "#-"]
    listed, locked = read_pins(ROOT / f"{name}.txt"), read_pins(ROOT / f"{name}.lock")
    assert len(listed) == len(lines)
    assert {pin.name: pin.version for pin in listed.values()} == {
        pin: locked[pin].version if pin in locked else "not in the lock; run: make lock" for pin in listed
    }


@pytest.mark.parametrize("name", LISTS)
def test_a_lock_names_the_files_of_each_package_by_hash(name: str) -> None:
    text = (ROOT / f"{name}.lock").read_text("utf-8")
    locked = read_pins(ROOT / f"{name}.lock")
    assert [pin.name for pin in locked.values() if not pin.hashes] == []
    # A line that is no pin, no hash and no remark would be installed unseen.
    assert [line for line in text.splitlines() if not re.match(r"[\w.-]+(\[[\w,-]+\])?==|    --hash=sha256:|    #", line)] == []


def test_a_package_is_the_same_in_every_lock() -> None:
    """But for the systems it is for: a tool may need everywhere what the product needs on one."""
    develops, measures = (read_pins(ROOT / f"requirements-{name}.lock") for name in ("dev", "bench"))
    assert {name: pin for name, pin in LOCK.items() if replace(develops[name], marker=pin.marker) != pin} == {}
    assert {name for name, pin in measures.items() if replace(develops.get(name, pin), marker=pin.marker) != pin} == set()


def test_what_runs_pulls_in_nothing_that_the_lock_lacks() -> None:
    """Followed by what the installed packages themselves say they need, and not by the tool that wrote the lock."""
    missing = {}
    for name in RUN:
        needs = [Requirement(text) for text in requires(name) or ()]
        wanted = {normalize(it.name) for it in needs if it.marker is None or it.marker.evaluate({"extra": ""})}
        missing[name] = wanted - {*LOCK}
    assert {name: wanted for name, wanted in missing.items() if wanted} == {}


def test_what_is_installed_is_what_is_locked() -> None:
    assert {name: distribution(name).version for name in RUN} == {name: pin.version for name, pin in RUN.items()}


def test_nothing_is_installed_without_its_hash() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    installs = re.findall(r"\$\(PIP\).*", makefile)
    # The tool that writes the locks cannot be installed from what it has not written yet.
    assert [line for line in installs if "--require-hashes" not in line and "^uv==" not in line] == []


def test_the_list_of_all_that_runs_has_the_form_of_cyclonedx() -> None:
    sbom = build_sbom()
    assert (sbom["bomFormat"], sbom["specVersion"], sbom["metadata"]["component"]["name"]) == ("CycloneDX", "1.6", "valby")
    components = {normalize(it["name"]): it for it in sbom["components"]}
    assert {*components} == {*RUN}
    for name, component in components.items():
        assert component["version"] == RUN[name].version
        assert component["purl"] == f"pkg:pypi/{name}@{component['version']}"
        assert component["licenses"], name
        hashes = [each["content"] for it in component["externalReferences"] for each in it.get("hashes", ())]
        assert hashes == [*RUN[name].hashes]
    graph = {it["ref"]: set(it["dependsOn"]) for it in sbom["dependencies"]}
    assert set().union(*graph.values()) <= {*graph}
    assert len(graph[sbom["metadata"]["component"]["bom-ref"]]) == len(read_pins(ROOT / "requirements.txt"))
