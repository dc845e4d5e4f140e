import uuid
from typing import Any, ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def mute_as_before(apps: Any, _editor: Any) -> None:
    apps.get_model("chat", "Member").objects.filter(muted=True).update(notify_level="NOTHING")


def _to(model: str, **options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=model, **options)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("chat", "0007_around"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="member",
            name="notify_level",
            field=models.CharField(
                choices=[("ALL", "everything"), ("MENTIONS", "mentions"), ("NOTHING", "nothing")],
                default="ALL",
                max_length=8,
            ),
        ),
        migrations.RunPython(mute_as_before, migrations.RunPython.noop),
        migrations.RemoveField(model_name="member", name="muted"),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("type", models.CharField(max_length=24)),
                ("key", models.CharField(blank=True, max_length=120)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("target", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("message", _to("chat.message", null=True)),
                ("room", _to("chat.room", null=True)),
                ("user", _to(settings.AUTH_USER_MODEL, db_index=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-id"], name="notification_newest"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["user", "room"],
                        name="notification_unread",
                    ),
                    models.Index(fields=["created_at"], name="notification_old"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("user", "type", "key"),
                        name="notified_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotifiedRoom",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="chat.room",
                    ),
                ),
                ("seq", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PushToken",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("WEB", "browser"),
                            ("ANDROID", "Android"),
                            ("IOS", "iOS"),
                            ("WINDOWS", "Windows"),
                        ],
                        max_length=7,
                    ),
                ),
                ("token", models.TextField()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(null=True)),
                ("disabled_at", models.DateTimeField(null=True)),
                ("disabled_why", models.CharField(blank=True, max_length=64)),
                ("device", _to("accounts.devicesession")),
                ("user", _to(settings.AUTH_USER_MODEL)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="PushDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thread", models.CharField(max_length=64)),
                ("type", models.CharField(blank=True, max_length=24)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("reached", models.JSONField(default=list)),
                ("message", _to("chat.message", null=True)),
                ("notification", _to("chat.notification", null=True)),
                ("room", _to("chat.room", null=True)),
                ("user", _to(settings.AUTH_USER_MODEL, db_index=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "thread"), name="push_due_once")],
            },
        ),
    ]
