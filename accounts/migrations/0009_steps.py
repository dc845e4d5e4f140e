import datetime as dt

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """When somebody last proved who they are on a device, and whether it still counts as one of theirs."""

    dependencies = [("accounts", "0008_photo")]
    operations = [
        migrations.AddField(
            model_name="devicesession",
            name="familiar",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="devicesession",
            name="proven_at",
            field=models.DateTimeField(default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)),  # those of before: long ago
        ),
        migrations.AlterField(
            model_name="devicesession",
            name="proven_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
