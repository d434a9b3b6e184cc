"""The search index: FTS5 on SQLite, a tsvector under GIN on PostgreSQL."""

from django.db import migrations

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
      subject, sender, recipients, body, files, facts,
      content='', columnsize=0, tokenize='ascii'
    )
    """,
    # Merge less often: filing is half as quick again, and a search of a hundred
    # thousand messages still takes less than a millisecond.
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 16)",
    "INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 64)",
    """
    CREATE TABLE search_document (
      message_id INTEGER NOT NULL PRIMARY KEY,
      tokenizer INTEGER NOT NULL,
      texts BLOB NOT NULL,
      is_forgotten INTEGER NOT NULL
    )
    """,
    """
    CREATE INDEX search_document_forgotten ON search_document (message_id)
      WHERE is_forgotten
    """,
)
POSTGRESQL = (
    """
    CREATE TABLE search_document (
      message_id bigint NOT NULL PRIMARY KEY,
      mailbox_id bigint NOT NULL,
      vector tsvector NOT NULL
    )
    """,
    # Unpacking vectors is what a search by date costs; lz4 halves it, where the
    # server was built with it.
    """
    DO $$ BEGIN
      ALTER TABLE search_document ALTER COLUMN vector SET COMPRESSION lz4;
    EXCEPTION WHEN feature_not_supported THEN NULL;
    END $$
    """,
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
)


def create(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_document")
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = (("mailbox", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
