"""The configurations in deploy/ are whole: the programs that read them take them, and they say what the product does."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.proxies import DEPLOY, find_program, write_caddy, write_nginx
from valby.serving import build_options

ROOT = DEPLOY.parent


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def run(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    program = find_program(name)
    if program is None:
        pytest.skip(f"{name} is not on this machine")
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    done = run("nginx", "-t", "-c", write_nginx(tmp_path, 8443, 8000))
    assert done.returncode == 0, done.stderr


def test_caddy_takes_its_configuration(tmp_path: Path) -> None:
    for path in (DEPLOY / "Caddyfile", write_caddy(tmp_path, 8443, 8000)):
        done = run("caddy", "validate", "--adapter", "caddyfile", "--config", path)
        assert done.returncode == 0, done.stderr


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "valby.service"
    unit.write_text(
        re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text_of("valby.service"), flags=re.MULTILINE), encoding="utf-8"
    )
    done = run("systemd-analyze", "verify", unit)
    assert "valby.service" not in done.stderr, done.stderr


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_web_server_takes_a_little_more_than_the_application(name: str, settings) -> None:
    most = int(re.findall(r"(?:client_max_body_size|max_size) (\d+)", text_of(name))[0]) * 2**20
    takes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + settings.FILE_BYTES
    assert takes < most <= takes + 8 * 2**20


def test_nginx_throws_away_what_the_reader_claims() -> None:
    told = dict(re.findall(r"proxy_set_header (X-\S+) (\S+);", text_of("nginx.conf")))
    assert told == {"X-Forwarded-For": "$remote_addr", "X-Forwarded-Proto": "$scheme", "X-Request-Id": "$request_id"}


def test_a_connection_lives_longer_here_than_at_the_web_server() -> None:
    kept = [
        int(seconds)
        for name in ("nginx.conf", "Caddyfile")
        for seconds in re.findall(r"(?:keepalive|idle)\w* (\d+)s", text_of(name))
    ]
    assert max(kept) < build_options()["keepalive"]


def test_each_setting_in_them_is_one_of_the_products() -> None:
    listed = set(re.findall(r"`(VALBY_\w+|DATABASE_URL)`", (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")))
    for name in ("valby.env", "Containerfile"):
        assert set(re.findall(r"\b(VALBY_\w+|DATABASE_URL)=", text_of(name))) <= listed, name
    for service in yaml.safe_load(text_of("compose.yaml"))["services"].values():
        used = {key for key in service.get("environment", {}) if key.startswith("VALBY")}
        assert used <= listed


def test_the_containers_may_do_little() -> None:
    services = yaml.safe_load(text_of("compose.yaml"))["services"]
    for name in ("prepare", "application"):
        service = services[name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert services["application"]["volumes"] == ["data:/data"]
    # The owner's log-in is where migrations run, and nowhere else.
    assert [name for name, service in services.items() if "OWNER" in str(service.get("environment"))] == ["database", "prepare"]
    assert re.findall(r"^USER (.+)$", text_of("Containerfile"), re.MULTILINE) == ["10001"]


def test_the_image_holds_what_serving_needs() -> None:
    copied = set(re.findall(r"^COPY (.+) \S+$", text_of("Containerfile"), re.MULTILINE))
    names = {name for line in copied for name in line.split()}
    code = {"manage.py", "gunicorn.conf.py", "pyproject.toml", "valby", "savings"}
    assert names == {"requirements.lock", *code, "templates", "static", "locale"}
    assert all((ROOT / name).exists() for name in names)
