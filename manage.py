#!/usr/bin/env python
"""The way in from the command line."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Start what is needed and run a command."""
    # While nothing is begun there is nothing to put away: Ctrl-C simply ends the program, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")
    from django.core.management import execute_from_command_line

    from valby.signals import exit_on_termination
    from valby.startup import exit_with_message, require_rules, start_database

    with exit_with_message():
        exit_on_termination()
        start_database(sys.argv)
        require_rules(sys.argv)
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
