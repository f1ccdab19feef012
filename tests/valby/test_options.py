"""The web server runs by the machine's or the container's size, or as the settings say."""

from __future__ import annotations

from pathlib import Path

import pytest

from valby import serving
from valby.variables import parse_cache

GIGABYTE = 2**30


@pytest.mark.parametrize(
    ("cores", "memory", "workers"),
    [(1, 8 * GIGABYTE, 2), (2, 8 * GIGABYTE, 2), (8, 64 * GIGABYTE, 8), (8, GIGABYTE, 2), (4, GIGABYTE // 4, 1)],
)
def test_there_is_a_process_for_each_core_as_far_as_memory_goes(
    monkeypatch: pytest.MonkeyPatch, cores: int, memory: int, workers: int
) -> None:
    monkeypatch.setattr(serving, "count_cores", lambda: cores)
    monkeypatch.setattr(serving, "measure_memory", lambda: memory)
    assert serving.build_options()["workers"] == workers


@pytest.mark.parametrize(("quota", "cores"), [("150000 100000", 1), ("400000 100000", 4), ("50000 100000", 1), ("max 100000", 6)])
def test_a_containers_limits_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, cores: int) -> None:
    monkeypatch.setattr(serving, "GROUP", tmp_path)
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(6)))
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    (tmp_path / "memory.max").write_text("268435456\n")
    assert serving.count_cores() == cores
    assert serving.measure_memory() == 268435456


def test_the_settings_have_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"VALBY_WORKERS": "7", "VALBY_THREADS": "9", "VALBY_BIND": "[::1]:8100"}.items():
        monkeypatch.setenv(name, value)
    options = serving.build_options()
    assert (options["workers"], options["threads"], options["bind"]) == (7, 9, "[::1]:8100")


@pytest.mark.parametrize(
    ("name", "value"), [("VALBY_WORKERS", "0"), ("VALBY_THREADS", "many"), ("VALBY_BIND", "valby"), ("VALBY_LOG", "xml")]
)
def test_a_malformed_one_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"Valby: {name} is '{value}', but"):
        serving.build_options()


def test_the_package_of_a_shared_cache_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse_cache("redis://127.0.0.1:6379/0")["BACKEND"] == "valby.shared_cache.SharedCache"
    monkeypatch.setattr("valby.variables.importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=r"its package is missing. Run: \.venv/bin/pip install redis"):
        parse_cache("redis://127.0.0.1:6379/0")
