"""What can be found: the folded text of messages and files, and the pieces it is found by (decision 0021)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Lookup, Q

from chat.models.messages import Message
from chat.models.rooms import Room
from files.models import Attachment

_MATCHING = "SELECT rowid FROM chat_searchpieces WHERE chat_searchpieces MATCH %s"

if TYPE_CHECKING:
    NumbersField = models.Field[Iterable[int], Any]
else:
    NumbersField = models.Field


class Pieces(NumbersField):
    """The numbers of a text's pieces: an array on PostgreSQL; on SQLite words, from which triggers feed FTS5."""

    def db_type(self, connection: Any) -> str:
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, _value: Any, _compiler: Any, connection: Any) -> str:
        return "%s::integer[]" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return list(value) if connection.vendor == "postgresql" else " ".join(map(str, value))


@Pieces.register_lookup
class Holds(Lookup):
    """`pieces__holds=[…]`: the rows that have all of these pieces, by the index."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        row = connection.ops.quote_name(self.lhs.alias) + ".id"
        words = " AND ".join(f'"{number:d}"' for number in self.rhs)
        return f"{row} IN ({_MATCHING})", [words]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @> %s::integer[]", [*params, list(self.rhs)]


class SearchText(models.Model):
    """One text of a message: at `position` 0 its own, from 1 on its files' names with the text inside them.

    On SQLite triggers carry `pieces` into the FTS5 table `chat_searchpieces`; a migration that has SQLite
    build this table anew has to make them again (`chat/migrations/0004_search.py`). Foreign keys are not checked
    by the database: that would lock rooms and attachments, and senders would wait for the index.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        NOTICE = "notice"
        POLL = "poll"
        IMAGE = "image"
        FILE = "file"

    message = models.ForeignKey(Message, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    position = models.PositiveSmallIntegerField()
    attachment = models.OneToOneField(Attachment, models.CASCADE, null=True, related_name="+", db_constraint=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    seq = models.BigIntegerField()
    sender_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Kind)
    folded = models.TextField()
    pieces = Pieces()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="search_text_place")]
        indexes = [
            models.Index(fields=["room", "message"], name="search_text_of_room"),
            models.Index(fields=["message", "room"], name="search_text_newest"),
            models.Index(fields=["message", "room"], name="search_text_files", condition=Q(position__gt=0)),
        ]
