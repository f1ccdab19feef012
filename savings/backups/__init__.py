"""Backups: a folder that holds the whole ledger with its files, and an empty database that becomes that ledger again."""

from savings.backups.folder import Backup, read_backup
from savings.backups.restore import find_contents, restore_backup
from savings.backups.take import take_backup

__all__ = ["Backup", "find_contents", "read_backup", "restore_backup", "take_backup"]
