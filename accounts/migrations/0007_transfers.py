import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_approvals")]

    operations = [
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("PLANNED", "planned"), ("APPLYING", "being applied"), ("DONE", "done")],
                        default="PLANNED",
                        max_length=8,
                    ),
                ),
                ("file_name", models.CharField(blank=True, default="", max_length=255)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("applied_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("plan", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("results", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MOVE", "transfer"),
                            ("PROMOTION", "promotion"),
                            ("CONCURRENT", "concurrent post"),
                            ("RELEASE", "end of a concurrent post"),
                            ("LEAVE", "leave of absence"),
                            ("RETURN", "return"),
                            ("RETIREMENT", "leaving the company"),
                        ],
                        max_length=10,
                    ),
                ),
                ("effective_on", models.DateField()),
                ("from_name", models.CharField(blank=True, default="", max_length=80)),
                ("to_name", models.CharField(blank=True, default="", max_length=80)),
                ("title", models.CharField(blank=True, default="", max_length=80)),
                ("role_in_org", models.CharField(blank=True, default="", max_length=80)),
                ("is_primary", models.BooleanField(default=True)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "planned"),
                            ("APPLIED", "in force"),
                            ("CANCELLED", "cancelled"),
                            ("FAILED", "could not be done"),
                        ],
                        default="PLANNED",
                        max_length=9,
                    ),
                ),
                ("failure", models.CharField(blank=True, default="", max_length=300)),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.orgunit",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.orgunit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "PLANNED")), fields=["effective_on"], name="transfer_due"
                    ),
                    models.Index(fields=["user", "-effective_on"], name="transfer_history"),
                ],
            },
        ),
    ]
