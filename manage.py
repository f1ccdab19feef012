#!/usr/bin/env python
"""The way in from the command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Start what is needed and run a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")
    from valby.signals import end_in_order
    from valby.startup import begin, plainly

    end_in_order()
    with plainly():
        from django.core.management import execute_from_command_line

        begin(sys.argv)
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
