"""The way in for web servers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from valby.startup import begin, plainly, require_rules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "valby.settings")

with plainly():
    begin([])
    require_rules([])
application = get_wsgi_application()
