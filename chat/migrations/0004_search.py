from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

import chat.models.search

# Looked up by a GIN index; what was written last waits in a list that stays short.
ON_POSTGRESQL = (
    "CREATE INDEX search_text_pieces ON chat_searchtext USING gin (pieces) WITH (gin_pending_list_limit = 512)",
    # How frequent a piece is decides whether the index is worth asking: remember more of them than usual.
    "ALTER TABLE chat_searchtext ALTER COLUMN pieces SET STATISTICS 1000",
)
# SQLite has no index over lists: FTS5 makes one of the numbers as words, and triggers keep it in step.
ON_SQLITE = (
    "CREATE VIRTUAL TABLE chat_searchpieces USING fts5("
    "pieces, content='chat_searchtext', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER chat_searchtext_in AFTER INSERT ON chat_searchtext BEGIN "
    "INSERT INTO chat_searchpieces(rowid, pieces) VALUES (new.id, new.pieces); END",
    "CREATE TRIGGER chat_searchtext_out AFTER DELETE ON chat_searchtext BEGIN "
    "INSERT INTO chat_searchpieces(chat_searchpieces, rowid, pieces) VALUES ('delete', old.id, old.pieces); END",
    "CREATE TRIGGER chat_searchtext_new AFTER UPDATE OF pieces ON chat_searchtext BEGIN "
    "INSERT INTO chat_searchpieces(chat_searchpieces, rowid, pieces) VALUES ('delete', old.id, old.pieces); "
    "INSERT INTO chat_searchpieces(rowid, pieces) VALUES (new.id, new.pieces); END",
)


def make_index(_apps: Any, editor: Any) -> None:
    for statement in ON_POSTGRESQL if editor.connection.vendor == "postgresql" else ON_SQLITE:
        editor.execute(statement)


def drop_index(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE chat_searchpieces")  # the triggers go with their own table


class Migration(migrations.Migration):
    dependencies: ClassVar = [("chat", "0003_following"), ("files", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("seq", models.BigIntegerField()),
                ("sender_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("notice", "Notice"),
                            ("poll", "Poll"),
                            ("image", "Image"),
                            ("file", "File"),
                        ],
                        max_length=6,
                    ),
                ),
                ("folded", models.TextField()),
                ("pieces", chat.models.search.Pieces()),
                (
                    "attachment",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="chat.message",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="chat.room",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["room", "message"], name="search_text_of_room"),
                    models.Index(fields=["message", "room"], name="search_text_newest"),
                    models.Index(
                        fields=["message", "room"], name="search_text_files", condition=models.Q(("position__gt", 0))
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("message", "position"), name="search_text_place")],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
