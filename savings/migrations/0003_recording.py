"""Scopes, drafts, attachments, rounds, and the trail."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('savings', '0002_guard'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='BookingException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('act', models.CharField(max_length=10)),
                ('answers', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('cut_off', models.DateField()),
                ('answer_by', models.DateField()),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RoundReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RoundReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('position', models.BigIntegerField()),
                ('behind', models.BooleanField()),
                ('explanation', models.TextField(blank=True)),
                ('mitigation', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='RoundTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='TrailItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(blank=True, max_length=63)),
                ('act', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('label', models.CharField(max_length=300)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('why', models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_act_known',
        ),
        migrations.AddField(
            model_name='user',
            name='every_unit',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='units',
            field=models.ManyToManyField(blank=True, related_name='people', to='savings.unit'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='act',
            field=models.CharField(choices=[('record', 'Record'), ('level', 'Level'), ('realise', 'Realise'), ('correction', 'Correction'), ('drop', 'Drop'), ('reprofile', 'Reprofile'), ('replace', 'Replace')], default='record', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ('record', 'level', 'realise', 'correction', 'drop', 'reprofile', 'replace'))), name='entry_act_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__in', ('drop', 'reprofile', 'replace')), _negated=True), ('decision__isnull', False), _connector='OR'), name='entry_plan_is_changed_by_decision'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='savings.document'),
        ),
        migrations.AddField(
            model_name='bookingexception',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bookingexception',
            name='closing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='savings.closing'),
        ),
        migrations.AddField(
            model_name='bookingexception',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='booking_exceptions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.entry'),
        ),
        migrations.AddField(
            model_name='draft',
            name='entry',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='savings.entry'),
        ),
        migrations.AddField(
            model_name='draft',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.programme'),
        ),
        migrations.CreateModel(
            name='RoundClosing',
            fields=[
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='closing', serialize=False, to='savings.round')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='round',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='closing',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='savings.round'),
        ),
        migrations.AddField(
            model_name='roundreminder',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundreminder',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundreply',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundreply',
            name='forecast',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.entry'),
        ),
        migrations.AddField(
            model_name='roundtask',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme'),
        ),
        migrations.AddField(
            model_name='roundtask',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='savings.round'),
        ),
        migrations.AddField(
            model_name='roundtask',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit'),
        ),
        migrations.AddField(
            model_name='roundreply',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='savings.roundtask'),
        ),
        migrations.AddField(
            model_name='roundreminder',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='savings.roundtask'),
        ),
        migrations.AddField(
            model_name='trailitem',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='trailitem',
            name='programme',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('document', 'sha256'), name='attachment_once'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0), models.Q(('name', ''), _negated=True)), name='attachment_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='bookingexception',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='booking_exception_gives_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='bookingexception',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('by')), _negated=True), name='booking_exception_is_not_for_oneself'),
        ),
        migrations.AddField(
            model_name='roundclosing',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='round_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='round_year_is_a_year'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('cut_off__gte', models.F('starts_on'))), name='round_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='roundtask',
            constraint=models.UniqueConstraint(fields=('round', 'programme', 'unit'), name='round_task_once'),
        ),
        migrations.AddConstraint(
            model_name='roundreply',
            constraint=models.CheckConstraint(condition=models.Q(('behind', False), models.Q(models.Q(('explanation', ''), _negated=True), models.Q(('mitigation', ''), _negated=True)), _connector='OR'), name='round_reply_explains_a_delay'),
        ),
        migrations.AddIndex(
            model_name='trailitem',
            index=models.Index(fields=['subject', 'subject_id'], name='trail_of_a_thing'),
        ),
        migrations.AddIndex(
            model_name='trailitem',
            index=models.Index(fields=['at'], name='trail_by_moment'),
        ),
        migrations.AddConstraint(
            model_name='roundclosing',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='round_closing_gives_a_reason'),
        ),
    ]
