"""What gunicorn reads when it is started in this folder: `.venv/bin/gunicorn valby.wsgi`."""

from __future__ import annotations

import os
from typing import Any

from valby.serving import build_options

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")
globals().update(build_options())


def on_starting(server: Any) -> None:
    """Refuse a start that is half prepared, in one sentence, before any process is made."""
    from valby.startup import begin_serving, exit_with_message

    with exit_with_message():
        begin_serving()
