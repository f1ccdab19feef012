"""The way in for web servers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from valby.startup import exit_with_message, require_rules, start_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")

with exit_with_message():
    start_database([])
    require_rules([])
application = get_wsgi_application()
