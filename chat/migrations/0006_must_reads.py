import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('chat', '0005_polls'),
    ]

    operations = [
        migrations.CreateModel(
            name='MustRead',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('client_msg_id', models.UUIDField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('title', models.CharField(max_length=100)),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deadline', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MustReadPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_name', models.CharField(blank=True, max_length=80)),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='must_read_place', to='chat.message')),
                ('must_read', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='chat.mustread')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.room')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.orgunit')),
            ],
        ),
        migrations.CreateModel(
            name='MustReadRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_name', models.CharField(blank=True, max_length=80)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('must_read', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='chat.mustread')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReadReminder',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chat.message')),
                ('reminded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reminded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='mustread',
            index=models.Index(fields=['author', '-created_at', '-id'], name='must_read_mine'),
        ),
        migrations.AddConstraint(
            model_name='mustread',
            constraint=models.UniqueConstraint(fields=('author', 'client_msg_id'), name='must_read_published_once'),
        ),
        migrations.AddConstraint(
            model_name='mustread',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='must_read_withdrawn_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='mustreadplace',
            constraint=models.UniqueConstraint(fields=('must_read', 'room'), name='must_read_once_a_room'),
        ),
        migrations.AddConstraint(
            model_name='mustreadplace',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('message__isnull', False), ('room__isnull', False), ('unit_name', '')), models.Q(('message__isnull', True), ('room__isnull', True), models.Q(('unit_name', ''), _negated=True)), _connector='OR'), name='must_read_in_a_room_or_a_unit'),
        ),
        migrations.AddIndex(
            model_name='mustreadrecipient',
            index=models.Index(fields=['user', 'must_read'], name='must_read_of_mine'),
        ),
        migrations.AddIndex(
            model_name='mustreadrecipient',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', True)), fields=['user', 'must_read'], name='must_read_to_confirm'),
        ),
        migrations.AddConstraint(
            model_name='mustreadrecipient',
            constraint=models.UniqueConstraint(fields=('must_read', 'user'), name='must_read_confirmed_once'),
        ),
    ]
