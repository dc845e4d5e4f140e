import secrets
from typing import Any, ClassVar

import django.utils.timezone
from django.db import migrations, models

from audit import canonical, guards

TABLES = ("audit_auditentry", "audit_seal", "audit_checkpoint", "audit_checkpointsent")


def mark_what_is_there(apps: Any, editor: Any) -> None:
    """What was written before there were marks was written by Maru."""
    entries = apps.get_model("audit", "AuditEntry").objects
    for entry in entries.order_by("pk").iterator(chunk_size=1000):
        written = canonical.content(tuple(getattr(entry, column) for column in canonical.COLUMNS))
        mark = canonical.mark_of(secrets.token_hex(canonical.NONCE // 2), written)
        entries.filter(pk=entry.pk).update(mark=mark)


def guard(apps: Any, editor: Any) -> None:
    guards.install(editor.connection, TABLES)


def unguard(apps: Any, editor: Any) -> None:
    guards.remove(editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField("auditentry", "subject_id", models.UUIDField(db_index=True, null=True)),
        migrations.AddField("auditentry", "mark", models.CharField(max_length=96, default=""), preserve_default=False),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
        migrations.AlterField("auditentry", "mark", models.CharField(max_length=96, unique=True)),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("chain_no", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("chain_no", models.BigIntegerField(db_index=True)),
                ("hash", models.CharField(max_length=64)),
                ("link", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CheckpointSent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("checkpoint_id", models.BigIntegerField()),
                ("place", models.CharField(max_length=16)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("checkpoint_id", "place"), name="checkpoint_sent_once")
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
