"""How the web server runs: one set of options for `gunicorn` and for `manage.py serve`, by the machine's cores and memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from valby.log import build_logging
from valby.variables import parse_address, parse_count, parse_log, read

#: What one process takes when its caches are full; a machine or container with less memory gets fewer of them.
WORKER_BYTES = 400 * 2**20
#: Where a container's own limits stand, in the files of cgroup 2.
GROUP = Path("/sys/fs/cgroup")


def build_options() -> dict[str, Any]:
    """Gunicorn's options, those that `VALBY_WORKERS`, `VALBY_THREADS` and `VALBY_BIND` set among them."""
    return {
        "bind": read("VALBY_BIND", parse_address, "127.0.0.1:8000", "an address and port such as 127.0.0.1:8000"),
        "workers": read("VALBY_WORKERS", parse_count, count_workers(), "a whole number from 1 to 64"),
        "threads": read("VALBY_THREADS", parse_count, 4, "a whole number from 1 to 64"),
        "worker_class": "valby.door.DoorWorker",
        # A process that does not turn its loop for so long hangs, and is replaced. A long request does not stop the loop.
        "timeout": 60,
        "graceful_timeout": 30,
        # Longer than a proxy keeps a connection to us, so that it is the proxy who ends it.
        "keepalive": 75,
        # What a library forgets to give back is given back so. The jitter keeps two processes from ending at once.
        "max_requests": 5000,
        "max_requests_jitter": 1000,
        # Whom to believe is `VALBY_TRUSTED_PROXIES`' to say, for the whole application.
        "forwarded_allow_ips": "",
        "loglevel": "warning",
        "logconfig_dict": build_logging(read("VALBY_LOG", parse_log, "text", "text or json")),
        "control_socket_disable": True,
    }


def count_workers() -> int:
    """A process for each core, at least two so that one can be replaced, as far as the memory goes."""
    return max(1, min(max(2, count_cores()), measure_memory() // WORKER_BYTES))


def count_cores() -> int:
    """The cores that this process may use, by a container's quota too; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read_limit("cpu.max").partition(" ")
    return max(1, min(cores, int(quota) // int(period or 1))) if quota.isdigit() else cores


def measure_memory() -> int:
    """Bytes of memory, by a container's limit too."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = _read_limit("memory.max")
    return min(machine, int(limit)) if limit.isdigit() else machine


def _read_limit(name: str) -> str:
    try:
        return (GROUP / name).read_text(encoding="ascii").strip()
    except OSError:
        return ""
