"""`python -m bench`: start what is needed, as manage.py does, and measure."""

from __future__ import annotations

import os
import signal
import sys

import django


def main() -> None:
    """Start the database and Django, then measure."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")
    from valby.signals import exit_on_termination
    from valby.startup import exit_with_message, start_database

    with exit_with_message():
        exit_on_termination()
        start_database(sys.argv)
        django.setup()
        # Imports models, which need Django set up.
        from bench.run import run

        run(sys.argv[1:])


if __name__ == "__main__":
    main()
