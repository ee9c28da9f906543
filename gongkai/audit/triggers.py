"""Triggers that let entries be added and nothing else, in the dialect of each database.

They stop mistakes and whoever has only the site's own rights; whoever rules the database can drop them, and is found
by the anchors. A migration that lets Django rebuild the table on SQLite must lay them again.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "audit_entry"
REFUSAL = "audit entries are never changed or deleted"
REFUSE = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"

SQLITE = tuple(
    f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {REFUSE} END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)
LAYING = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
LIFTING = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": (
        f"DROP TRIGGER audit_no_change ON {TABLE}",
        f"DROP TRIGGER audit_no_truncate ON {TABLE}",
        "DROP FUNCTION audit_refuse()",
    ),
}


def lay(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the triggers of this database; a step of a migration."""
    for line in LAYING[editor.connection.vendor]:
        editor.execute(line)


def lift(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away: the way back of the same step."""
    for line in LIFTING[editor.connection.vendor]:
        editor.execute(line)
