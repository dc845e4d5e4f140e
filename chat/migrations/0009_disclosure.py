import uuid
from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("chat", "0008_notifications"),
        ("accounts", "0002_owed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "waiting for a decision"),
                            ("APPROVED", "approved"),
                            ("REJECTED", "rejected"),
                            ("EXPIRED", "expired"),
                            ("CLOSED", "closed by hand"),
                        ],
                        default="ASKED",
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField()),
                ("legal_basis", models.CharField(max_length=300)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("with_files", models.BooleanField(default=False)),
                ("tells_subjects", models.BooleanField(default=False)),
                ("hours", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosedRoom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "room",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.room"),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="room_rows",
                        to="chat.disclosure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_rows",
                        to="chat.disclosure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosureLook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("PAGE", "messages"), ("SEARCH", "search"), ("FILE", "file")], max_length=6
                    ),
                ),
                ("from_seq", models.BigIntegerField()),
                ("to_seq", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="chat.disclosure",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.room"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["-asked_at", "-id"], name="disclosure_newest"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                condition=models.Q(("state", "APPROVED")), fields=["expires_at"], name="disclosure_to_expire"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), models.Q(("legal_basis", ""), _negated=True)
                ),
                name="disclosure_has_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0), ("since__lt", models.F("until"))), name="disclosure_has_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="disclosure_takes_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("expires_at__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="disclosure_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("decided_at__isnull", True), ("state", "ASKED")),
                    models.Q(
                        ("closed_at__isnull", True),
                        ("decided_at__isnull", False),
                        ("expires_at__isnull", True),
                        ("state", "REJECTED"),
                    ),
                    models.Q(
                        ("closed_at__isnull", True),
                        ("expires_at__gt", models.F("decided_at")),
                        ("expires_at__isnull", False),
                        ("state__in", ("APPROVED", "EXPIRED")),
                    ),
                    models.Q(("closed_at__isnull", False), ("state", "CLOSED")),
                    _connector="OR",
                ),
                name="disclosure_is_in_a_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="disclosure_closed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosedroom",
            constraint=models.UniqueConstraint(fields=("disclosure", "room"), name="disclosed_room_once"),
        ),
        migrations.AddConstraint(
            model_name="disclosedperson",
            constraint=models.UniqueConstraint(fields=("disclosure", "user"), name="disclosed_person_once"),
        ),
        migrations.AddIndex(
            model_name="disclosurelook",
            index=models.Index(fields=["disclosure", "-id"], name="disclosure_looks"),
        ),
        migrations.AddConstraint(
            model_name="disclosurelook",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_seq__lte", models.F("to_seq"))), name="disclosure_look_forward"
            ),
        ),
    ]
