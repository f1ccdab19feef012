"""The tables, with their constraints and indexes; the rules over them are in savings/rules/."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from valby.tables_together import CreateTablesTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='PriceSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('source', models.TextField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='price_series_names_its_source')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='savings.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='unit_code_is_written'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('summary', models.TextField(blank=True)),
                ('case_number', models.CharField(blank=True, max_length=60)),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('addressee', models.CharField(blank=True, max_length=200)),
                ('case_officer', models.CharField(blank=True, max_length=200)),
                ('full_effect_year', models.PositiveSmallIntegerField()),
                ('full_effect_year_reading', models.TextField(blank=True)),
                ('first_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('opened_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], default='day', max_length=5)),
                ('price_series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.priceseries')),
                ('is_example', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='programme_has_a_name'), models.CheckConstraint(condition=models.Q(('full_effect_year__range', (1900, 2199))), name='programme_full_effect_year_is_a_year'), models.CheckConstraint(condition=models.Q(('first_year__isnull', True), ('last_year__isnull', True), ('last_year__gte', models.F('first_year')), _connector='OR'), name='programme_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('every_unit', models.BooleanField(default=False)),
                ('has_temporary_password', models.BooleanField(default=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('units', models.ManyToManyField(blank=True, related_name='people', to='savings.unit')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AccessCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('logged_in', 'Logged In'), ('failed', 'Failed'), ('locked', 'Locked'), ('refused', 'Refused'), ('unlocked', 'Unlocked')], max_length=9)),
                ('address', models.CharField(blank=True, max_length=43)),
                ('page', models.CharField(blank=True, max_length=100)),
                ('hour', models.DateTimeField()),
                ('count', models.IntegerField(default=1)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['sort', 'hour'], name='access_by_hour')],
                'constraints': [models.UniqueConstraint(fields=('sort', 'person', 'address', 'page', 'hour'), name='access_count_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('sort__in', ('logged_in', 'failed', 'locked', 'refused', 'unlocked'))), name='access_count_sort_known'), models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='access_count_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='LogInFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_digest', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=43)),
                ('failures', models.IntegerField(default=1)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['last_at'], name='log_in_failure_by_moment')],
                'constraints': [models.UniqueConstraint(fields=('name_digest', 'address'), name='log_in_failure_once')],
            },
        ),
        migrations.CreateModel(
            name='LogInSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_digest', models.CharField(max_length=64, unique=True)),
                ('address', models.CharField(blank=True, max_length=43)),
                ('agent', models.CharField(blank=True, max_length=60)),
                ('begun_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log_in_sessions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'digest'), name='recovery_code_once')],
            },
        ),
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
                ('last_step', models.BigIntegerField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_factor', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RoleProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('why', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_proposals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'controller'])), name='role_proposal_is_of_a_role_that_takes_two'), models.CheckConstraint(condition=models.Q(('by__isnull', True), models.Q(('by', models.F('person')), _negated=True), _connector='OR'), name='role_proposal_is_by_another')],
            },
        ),
        migrations.CreateModel(
            name='RoleVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='savings.roleproposal')),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('as_of', models.DateField()),
                ('year', models.PositiveSmallIntegerField()),
                ('price_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('composed_at', models.DateTimeField()),
                ('content', models.JSONField(blank=True, null=True)),
                ('closed', models.BooleanField(default=True)),
                ('reason', models.TextField(blank=True)),
                ('composed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='savings.programme')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='savings.report')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'as_of'], name='report_by_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('supersedes', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='report_says_why_it_supersedes'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='report_has_a_title'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='report_year_is_a_year'), models.CheckConstraint(condition=models.Q(('price_level__isnull', True), ('price_level__range', (1900, 2199)), _connector='OR'), name='report_price_level_is_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=24)),
                ('excerpt', models.TextField(blank=True)),
                ('said', models.TextField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='savings.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='acknowledgement_has_a_reason'), models.UniqueConstraint(fields=('report', 'key'), name='acknowledgement_once_per_finding')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('decision', 'Decision'), ('document', 'Document')], default='document', max_length=10)),
                ('reference', models.CharField(max_length=120, unique=True)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('body', models.CharField(blank=True, max_length=200)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('link', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='document_has_a_reference'), models.CheckConstraint(condition=models.Q(('sort__in', ('decision', 'document'))), name='document_sort_known')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('record', 'Record'), ('level', 'Level'), ('realise', 'Realise'), ('divide', 'Divide'), ('correction', 'Correction'), ('drop', 'Drop'), ('reprofile', 'Reprofile'), ('replace', 'Replace')], default='record', max_length=30)),
                ('text', models.TextField(blank=True)),
                ('reading', models.TextField(blank=True)),
                ('page', models.CharField(blank=True, max_length=40)),
                ('booked_on', models.DateField()),
                ('reason', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('key', models.UUIDField(blank=True, null=True, unique=True)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='savings.entry')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='savings.document')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recorded_entries', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='savings.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'booked_on'], name='entry_by_booking'), models.Index(fields=['programme', 'decision'], name='entry_by_decision'), models.Index(condition=models.Q(('reading', ''), _negated=True), fields=['programme'], name='entry_with_a_reading')],
                'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ('record', 'level', 'realise', 'divide', 'correction', 'drop', 'reprofile', 'replace'))), name='entry_act_known'), models.CheckConstraint(condition=models.Q(models.Q(('act__in', ('drop', 'reprofile', 'replace', 'divide')), _negated=True), ('decision__isnull', False), _connector='OR'), name='entry_names_its_decision'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'correction'), ('corrects__isnull', False)), models.Q(models.Q(('act', 'correction'), _negated=True), ('corrects__isnull', True)), _connector='OR'), name='entry_correction_names_the_corrected'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'correction'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='entry_correction_gives_a_reason'), models.CheckConstraint(condition=models.Q(('booked_on__year__range', (1900, 2199))), name='entry_booked_in_living_memory')],
            },
        ),
        migrations.CreateModel(
            name='PriceRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True)),
                ('announced_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='savings.priceseries')),
            ],
        ),
        migrations.CreateModel(
            name='PriceBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('page', models.CharField(blank=True, max_length=40)),
                ('valid_from', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_bases', to='savings.document')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_bases', to='savings.programme')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__range', (1900, 2199))), name='price_basis_level_is_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('version', models.PositiveSmallIntegerField()),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='savings.entry')),
                ('release', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='savings.pricerelease')),
                ('basis', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='savings.pricebasis')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='approval_position_counts_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('basis__isnull', True), ('entry__isnull', False), ('release__isnull', True)), models.Q(('basis__isnull', True), ('entry__isnull', True), ('release__isnull', False)), models.Q(('basis__isnull', False), ('entry__isnull', True), ('release__isnull', True)), _connector='OR'), name='approval_is_of_one_thing'), models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$'), ('previous_hash__regex', '^[0-9a-f]{64}$')), name='approval_carries_its_hashes')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='savings.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'sha256', 'by'), name='attachment_once'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0), models.Q(('name', ''), _negated=True)), name='attachment_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('responsible', models.CharField(blank=True, max_length=200)),
                ('horizon', models.CharField(blank=True, choices=[('short', 'Short'), ('long', 'Long')], max_length=30)),
                ('duration', models.CharField(blank=True, choices=[('permanent', 'Permanent'), ('one_off', 'One Off')], max_length=30)),
                ('duration_reading', models.TextField(blank=True)),
                ('stage', models.CharField(blank=True, choices=[('idea', 'Idea'), ('planned', 'Planned'), ('under_way', 'Under Way'), ('delivered', 'Delivered'), ('dropped', 'Dropped')], max_length=30)),
                ('baseline', models.TextField(blank=True)),
                ('is_proposed', models.BooleanField(default=False)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='savings.programme')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'name'), name='initiative_name_once_in_a_programme'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='initiative_has_a_name'), models.CheckConstraint(condition=models.Q(('horizon__in', ('', 'short', 'long'))), name='initiative_horizon_known'), models.CheckConstraint(condition=models.Q(('duration__in', ('', 'permanent', 'one_off'))), name='initiative_duration_known'), models.CheckConstraint(condition=models.Q(('stage__in', ('', 'idea', 'planned', 'under_way', 'delivered', 'dropped'))), name='initiative_stage_known')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('expected_offset', 'expected_offset'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('price_level', models.PositiveSmallIntegerField(null=True)),
                ('earliest_year', models.PositiveSmallIntegerField(null=True)),
                ('evidenced', models.BooleanField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=20)),
                ('lines', models.IntegerField()),
                ('initiative', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.initiative')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
                ('unit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'indexes': [models.Index(models.F('programme'), django.db.models.functions.comparison.Coalesce('initiative', 0), django.db.models.functions.comparison.Coalesce('unit', 0), models.F('year'), models.F('kind'), name='balance_by_cell')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'kind', 'unit', 'initiative', 'year', 'price_level', 'earliest_year', 'evidenced'), name='balance_one_per_cell', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PastBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('expected_offset', 'expected_offset'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('price_level', models.PositiveSmallIntegerField(null=True)),
                ('earliest_year', models.PositiveSmallIntegerField(null=True)),
                ('evidenced', models.BooleanField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=20)),
                ('lines', models.IntegerField()),
                ('booked_year', models.PositiveSmallIntegerField()),
                ('booked_month', models.PositiveSmallIntegerField()),
                ('initiative', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.initiative')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
                ('unit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'booked_year', 'booked_month', 'kind', 'unit', 'initiative', 'year', 'price_level', 'earliest_year', 'evidenced'), name='past_balance_one_per_cell_and_time', nulls_distinct=False)],
            },
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
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='round_has_a_name'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='round_year_is_a_year'), models.CheckConstraint(condition=models.Q(('cut_off__gte', models.F('starts_on'))), name='round_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('through', models.DateField()),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='savings.programme')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='savings.round')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='closing_gives_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='BookingException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='booking_exceptions', to=settings.AUTH_USER_MODEL)),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='savings.closing')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='booking_exception_gives_a_reason'), models.CheckConstraint(condition=models.Q(('person', models.F('by')), _negated=True), name='booking_exception_is_not_for_oneself')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('measure', models.CharField(blank=True, max_length=100)),
                ('wanted', models.CharField(blank=True, choices=[('fewer', 'Fewer'), ('more', 'More')], max_length=5)),
                ('baseline', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ('baseline_said', models.CharField(blank=True, max_length=300)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.document')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.initiative')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='savings.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'name'), name='indicator_name_once_in_a_programme'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='indicator_has_a_name'), models.CheckConstraint(condition=models.Q(('wanted__in', ('', 'fewer', 'more'))), name='indicator_direction_known')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('observed_on', models.DateField()),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ('said', models.CharField(blank=True, max_length=300)),
                ('page', models.CharField(blank=True, max_length=40)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.document')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='savings.indicator')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('said', ''), _negated=True), _connector='OR'), name='observation_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('observation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='confirmation', serialize=False, to='savings.observation')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('act', models.CharField(max_length=30)),
                ('answers', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.entry')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='savings.entry')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(blank=True, max_length=40)),
                ('note', models.TextField(blank=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='savings.document')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='savings.entry')),
            ],
        ),
        migrations.CreateModel(
            name='InitiativeDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(blank=True, max_length=40)),
                ('note', models.TextField(blank=True)),
                ('first_booked_on', models.DateField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.document')),
                ('initiative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.initiative')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'initiative', 'document', 'page'), name='initiative_document_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('moment', models.DateTimeField(null=True)),
                ('revision', models.BigIntegerField()),
                ('shared_stamp', models.UUIDField()),
                ('trail_position', models.BigIntegerField()),
                ('trail_hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='ledgerhead_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='TrailLink',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=63)),
                ('act', models.CharField(max_length=6)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('digest', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('due', models.CharField(max_length=100)),
                ('due_by', models.DateField(blank=True, null=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.document')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='savings.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('due', ''), _negated=True)), name='milestone_says_what_and_when')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whole', models.BooleanField(default=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('figure', models.CharField(max_length=30)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='savings.programme')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('figure__in', ('target', 'plan', 'forecast', 'expected_offset', 'net_forecast', 'net_realised', 'realised', 'offset', 'documented', 'undocumented', 'outstanding', 'secured', 'elsewhere', 'open'))), name='question_figure_known'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='question_year_is_a_year'), models.CheckConstraint(condition=models.Q(('whole', False), ('unit__isnull', True), _connector='OR'), name='question_of_the_whole_has_no_unit'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whole', models.BooleanField(default=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('figure', models.CharField(max_length=30)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='savings.programme')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='savings.question')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('figure__in', ('target', 'plan', 'forecast', 'expected_offset', 'net_forecast', 'net_realised', 'realised', 'offset', 'documented', 'undocumented', 'outstanding', 'secured', 'elsewhere', 'open'))), name='note_figure_known'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='note_year_is_a_year'), models.CheckConstraint(condition=models.Q(('whole', False), ('unit__isnull', True), _connector='OR'), name='note_of_the_whole_has_no_unit'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_says_something')],
            },
        ),
        migrations.CreateModel(
            name='NoteVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='savings.note')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('note', 'outcome'), name='note_verdict_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ('approved', 'rejected', 'withdrawn'))), name='note_verdict_outcome_known'), models.CheckConstraint(condition=models.Q(('outcome', 'approved'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='note_verdict_gives_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='publication', serialize=False, to='savings.report')),
                ('at', models.DateTimeField()),
                ('position', models.BigIntegerField()),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('sums', models.JSONField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('position', 0), ('hash__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='publication_names_the_head')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('publication', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='paper', serialize=False, to='savings.publication')),
                ('facts', models.JSONField()),
                ('pdf', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_with', models.CharField(max_length=100)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='paper_has_its_digest')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('expected_offset', 'expected_offset'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('price_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('earliest_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('text', models.TextField(blank=True)),
                ('booked_on', models.DateField()),
                ('evidenced', models.BooleanField(default=False)),
                ('lines', models.SmallIntegerField(default=1)),
                ('derived', models.BooleanField(default=False)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='savings.entry')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.initiative')),
                ('takes_back', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.entry')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.unit')),
            ],
            options={
                'indexes': [models.Index(django.db.models.functions.comparison.Coalesce('initiative', 0), django.db.models.functions.comparison.Coalesce('unit', 0), models.F('year'), models.F('kind'), models.F('booked_on'), name='posting_by_cell'), models.Index(condition=models.Q(('derived', True)), fields=['booked_on'], name='posting_derived_by_booking')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('target', 'plan', 'forecast', 'expected_offset', 'secured', 'realised', 'elsewhere', 'offset'))), name='posting_kind_known'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='posting_year_is_a_year'), models.CheckConstraint(condition=models.Q(('price_level__isnull', True), ('price_level__range', (1900, 2199)), _connector='OR'), name='posting_price_level_is_a_year'), models.CheckConstraint(condition=models.Q(('earliest_year__isnull', True), models.Q(('earliest_year__gte', 1900), ('earliest_year__lt', models.F('year')), ('kind__in', ['plan', 'forecast'])), _connector='OR'), name='posting_band_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='PricePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('change', models.DecimalField(decimal_places=4, max_digits=7)),
                ('correction', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='savings.pricerelease')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'year'), name='price_point_once_in_a_release'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='price_point_year_is_a_year'), models.CheckConstraint(condition=models.Q(('change__gt', -100)), name='price_point_leaves_a_price')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='savings.programme')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='savings.unit')),
            ],
        ),
        migrations.AddField(
            model_name='programme',
            name='units',
            field=models.ManyToManyField(related_name='programmes', through='savings.ProgrammeUnit', to='savings.unit'),
        ),
        migrations.AddConstraint(
            model_name='programmeunit',
            constraint=models.UniqueConstraint(fields=('programme', 'unit'), name='programme_unit_once'),
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='refusal', serialize=False, to='savings.entry')),
                ('outcome', models.CharField(choices=[('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ('rejected', 'withdrawn'))), name='refusal_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'rejected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refusal_rejection_gives_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReportDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('typed', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
                ('report', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='savings.report')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.report')),
            ],
        ),
        migrations.CreateModel(
            name='ReportProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beside', to='savings.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'programme'), name='report_names_a_programme_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportRefusal',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='refusal', serialize=False, to='savings.report')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='report_refusal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='RoundClosing',
            fields=[
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='closing', serialize=False, to='savings.round')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='round_closing_gives_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='RoundTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='savings.round')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'programme', 'unit'), name='round_task_once')],
            },
        ),
        migrations.CreateModel(
            name='RoundReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='savings.roundtask')),
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
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forecast', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.entry')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.initiative')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='savings.roundtask')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('behind', False), models.Q(models.Q(('explanation', ''), _negated=True), models.Q(('mitigation', ''), _negated=True)), _connector='OR'), name='round_reply_explains_a_delay')],
            },
        ),
        migrations.CreateModel(
            name='StatedLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('expected_offset', 'expected_offset'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('price_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('earliest_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('text', models.TextField(blank=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='savings.entry')),
                ('initiative', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.initiative')),
                ('unit', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
            options={
                'indexes': [models.Index(django.db.models.functions.comparison.Coalesce('initiative', 0), django.db.models.functions.comparison.Coalesce('unit', 0), models.F('year'), models.F('kind'), name='level_by_cell')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('target', 'plan', 'forecast', 'expected_offset', 'secured', 'realised', 'elsewhere', 'offset'))), name='level_kind_known'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='level_year_is_a_year'), models.CheckConstraint(condition=models.Q(('price_level__isnull', True), ('price_level__range', (1900, 2199)), _connector='OR'), name='level_price_level_is_a_year'), models.CheckConstraint(condition=models.Q(('earliest_year__isnull', True), models.Q(('earliest_year__gte', 1900), ('earliest_year__lt', models.F('year')), ('kind__in', ['plan', 'forecast'])), _connector='OR'), name='level_band_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('expected_offset', 'expected_offset'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=30)),
                ('text', models.TextField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='savings.entry')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.initiative')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('target', 'plan', 'forecast', 'expected_offset', 'secured', 'realised', 'elsewhere', 'offset'))), name='statement_kind_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='statement_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='submission', serialize=False, to='savings.entry')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TrailItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(blank=True, max_length=63)),
                ('act', models.CharField(max_length=30)),
                ('subject', models.CharField(max_length=30)),
                ('subject_id', models.BigIntegerField()),
                ('label', models.CharField(max_length=300)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('why', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'subject_id'], name='trail_of_a_thing'), models.Index(fields=['at'], name='trail_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeStamp',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='savings.programme')),
                ('stamp', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='waiting', serialize=False, to='savings.entry')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
            ],
        ),
    ]

    # One rendering of the models for all of them.
    operations = [CreateTablesTogether(operations)]
