import uuid
from typing import Any, ClassVar

import django.utils.timezone
from django.db import migrations, models

from audit import guards

TABLES = ("audit_monthlyreview",)


def guard(apps: Any, editor: Any) -> None:
    guards.install(editor.connection, TABLES)


def unguard(apps: Any, editor: Any) -> None:
    guards.remove(editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_chain")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="MonthlyReview",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("month", models.DateField(db_index=True)),
                ("reviewer_id", models.UUIDField()),
                ("reviewer_name", models.CharField(max_length=160)),
                ("findings", models.TextField(blank=True)),
                ("figures", models.JSONField(default=dict)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="SavedQuery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("name", models.CharField(max_length=60)),
                ("query", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "name"), name="saved_query_named_once")
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
