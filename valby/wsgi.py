"""The way in for web servers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from valby.startup import begin, plainly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")

with plainly():
    begin([])
application = get_wsgi_application()
