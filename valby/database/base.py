"""Django's PostgreSQL, started once more where the embedded server has died meanwhile."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from valby.errors import UserError


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever next asks for a connection starts the server; what was under way when it died has failed."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, after a start where the server is gone."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            try:
                if settings.EMBEDDED is None or not settings.EMBEDDED.start_again():
                    raise
            except UserError as error:
                raise self.Database.OperationalError(str(error)) from error
            return super().get_new_connection(conn_params)
