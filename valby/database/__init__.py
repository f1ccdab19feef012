"""The backend that Django uses for the embedded database."""
