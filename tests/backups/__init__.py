"""Backups: taken while people work, refused when damaged, restored anywhere."""
