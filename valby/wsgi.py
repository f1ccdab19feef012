"""The way in for web servers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from valby.startup import begin_serving, exit_with_message

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")

with exit_with_message():
    begin_serving()
application = get_wsgi_application()
