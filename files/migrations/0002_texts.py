from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AttachmentText",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="files.attachment",
                    ),
                ),
                ("text", models.TextField()),
                ("truncated", models.BooleanField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
