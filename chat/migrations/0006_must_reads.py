from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("chat", "0005_polls")]
    operations: ClassVar = []
