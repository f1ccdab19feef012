"""Which tables the audit holds, and how; and the few that stand outside, with the reason."""

from __future__ import annotations

#: Tables whose rows change: the last link of a row says how it stands. All others that are linked are only ever added to.
CHANGING = frozenset(
    {
        "auth_group", "auth_group_permissions", "savings_document", "savings_indicator", "savings_initiative",
        "savings_milestone", "savings_programme", "savings_programmeunit", "savings_recoverycode", "savings_secondfactor",
        "savings_unit", "savings_user", "savings_user_groups", "savings_user_units", "savings_user_user_permissions",
    }
)  # fmt: skip
ADDED = (
    "savings_acknowledgement", "savings_approval", "savings_attachment", "savings_bookingexception", "savings_closing",
    "savings_confirmation", "savings_entry", "savings_evidence", "savings_note", "savings_noteverdict", "savings_observation",
    "savings_paper", "savings_posting", "savings_pricebasis", "savings_pricepoint", "savings_pricerelease", "savings_priceseries",
    "savings_publication", "savings_question", "savings_refusal", "savings_report", "savings_reportprogramme",
    "savings_reportrefusal", "savings_roleproposal", "savings_roleverdict", "savings_round", "savings_roundclosing",
    "savings_roundreminder", "savings_roundreply", "savings_roundtask", "savings_statedlevel",
    "savings_statement", "savings_submission",
    "savings_trailitem",
)  # fmt: skip
#: Whose content the ledger's chain holds to the last column, once the entry is approved, and how a row finds its entry.
IN_LEDGER_CHAIN = {
    "savings_entry": "id", "savings_evidence": "entry_id", "savings_posting": "entry_id",
    "savings_statedlevel": "entry_id", "savings_statement": "entry_id", "savings_submission": "entry_id",
}  # fmt: skip
#: What the database keeps by itself; it is added up again from the rows, and so is the head.
KEPT = (
    "savings_balance",
    "savings_pastbalance",
    "savings_initiativedocument",
    "savings_waiting",
    "savings_ledgerhead",
    "savings_traillink",
)

#: Columns of these tables that say nothing of what was done.
OUTSIDE_COLUMNS = {
    ("savings_user", "last_login"): "when somebody last logged in; the log-ins themselves are in the trail",
    ("savings_secondfactor", "last_step"): "when a code was last taken",
    ("savings_ledgerhead", "revision"): "a counter by which pages know that what they cached is old",
    ("savings_ledgerhead", "shared_stamp"): "what pages are cached under",
    ("savings_balance", "id"): "a row number that nothing refers to",
    ("savings_pastbalance", "id"): "a row number that nothing refers to",
    ("savings_initiativedocument", "id"): "a row number that nothing refers to",
}
#: Tables of which the audit promises nothing (docs/operate.md names them).
OUTSIDE = {
    "savings_draft": "what somebody is typing; it counts for nothing, and its writer reads it again before it is sent",
    "savings_reportdraft": "what somebody is typing; it counts for nothing, and is read again before it is published",
    "django_session": "who is logged in just now",
    "savings_loginsession": "who is logged in just now, and from where",
    "savings_loginfailure": "wrong passwords of the last hours",
    "savings_programmestamp": "what a programme's pages are cached under",
    "savings_accesscount": "how often something was read or refused in an hour; what is told of it is in the trail",
    "django_admin_log": "Django's own log of its administration, which may only read here",
    "django_content_type": "Django's list of the code's models, made again by migrate",
    "auth_permission": "Django's list of rights, made again by migrate; Valby asks for roles instead",
    "django_migrations": "which migrations were applied; a database with others does not start",
}
