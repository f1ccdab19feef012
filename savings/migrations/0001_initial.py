"""The tables: organisation, programmes, documents, ledger, prices, and what the database keeps itself."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('moment', models.DateTimeField(null=True)),
                ('revision', models.BigIntegerField()),
            ],
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
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
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
                ('act', models.CharField(choices=[('record', 'Record'), ('level', 'Level'), ('realise', 'Realise'), ('correction', 'Correction')], default='record', max_length=10)),
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
            name='PriceRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='savings.priceseries')),
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('responsible', models.CharField(blank=True, max_length=200)),
                ('horizon', models.CharField(blank=True, choices=[('short', 'Short'), ('long', 'Long')], max_length=5)),
                ('duration', models.CharField(blank=True, choices=[('permanent', 'Permanent'), ('one_off', 'One Off')], max_length=9)),
                ('duration_reading', models.TextField(blank=True)),
                ('stage', models.CharField(blank=True, choices=[('idea', 'Idea'), ('planned', 'Planned'), ('under_way', 'Under Way'), ('delivered', 'Delivered'), ('dropped', 'Dropped')], max_length=9)),
                ('baseline', models.TextField(blank=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='savings.programme')),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='savings.programme'),
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
            ],
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
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=9)),
                ('text', models.TextField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='savings.entry')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.initiative')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.unit')),
            ],
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
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=9)),
                ('year', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('price_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('earliest_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('seen', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='savings.entry')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.initiative')),
                ('takes_back', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.entry')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.unit')),
            ],
        ),
        migrations.AddField(
            model_name='initiative',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='savings.unit'),
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', 'target'), ('plan', 'plan'), ('forecast', 'forecast'), ('secured', 'secured'), ('realised', 'realised'), ('elsewhere', 'elsewhere'), ('offset', 'offset')], max_length=9)),
                ('year', models.PositiveSmallIntegerField()),
                ('price_level', models.PositiveSmallIntegerField(null=True)),
                ('earliest_year', models.PositiveSmallIntegerField(null=True)),
                ('evidenced', models.BooleanField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=20)),
                ('initiative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.initiative')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.unit')),
            ],
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
            name='Waiting',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='waiting', serialize=False, to='savings.entry')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.programme')),
            ],
        ),
        migrations.CreateModel(
            name='PricePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('change', models.DecimalField(decimal_places=4, max_digits=7)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='savings.pricerelease')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'year'), name='price_point_once_in_a_release'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='price_point_year_is_a_year'), models.CheckConstraint(condition=models.Q(('change__gt', -100)), name='price_point_leaves_a_price')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='savings.entry')),
                ('release', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='savings.pricerelease')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='approval_position_counts_from_one'), models.CheckConstraint(condition=models.Q(('entry__isnull', False), ('release__isnull', False), _connector='XOR'), name='approval_is_of_one_thing'), models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$'), ('previous_hash__regex', '^[0-9a-f]{64}$')), name='approval_carries_its_hashes')],
            },
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
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['programme', 'booked_on'], name='entry_by_booking'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['programme', 'decision'], name='entry_by_decision'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('reading', ''), _negated=True), fields=['programme'], name='entry_with_a_reading'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ('record', 'level', 'realise', 'correction'))), name='entry_act_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'correction'), ('corrects__isnull', False)), models.Q(models.Q(('act', 'correction'), _negated=True), ('corrects__isnull', True)), _connector='OR'), name='entry_correction_names_the_corrected'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'correction'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='entry_correction_gives_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('booked_on__year__range', (1900, 2199))), name='entry_booked_in_living_memory'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='closing_gives_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='unit_code_is_written'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('target', 'plan', 'forecast', 'secured', 'realised', 'elsewhere', 'offset'))), name='statement_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='statement_says_something'),
        ),
        migrations.AddConstraint(
            model_name='programmeunit',
            constraint=models.UniqueConstraint(fields=('programme', 'unit'), name='programme_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='programme_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('full_effect_year__range', (1900, 2199))), name='programme_full_effect_year_is_a_year'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('first_year__isnull', True), ('last_year__isnull', True), ('last_year__gte', models.F('first_year')), _connector='OR'), name='programme_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(('kind__in', ('secured', 'offset'))), fields=['unit', 'year'], name='posting_bounded_kinds'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('target', 'plan', 'forecast', 'secured', 'realised', 'elsewhere', 'offset'))), name='posting_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='posting_amount_is_not_zero'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='posting_year_is_a_year'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('price_level__isnull', True), ('price_level__range', (1900, 2199)), _connector='OR'), name='posting_price_level_is_a_year'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('earliest_year__isnull', True), models.Q(('earliest_year__gte', 1900), ('earliest_year__lt', models.F('year')), ('kind__in', ['plan', 'forecast'])), _connector='OR'), name='posting_band_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.UniqueConstraint(fields=('programme', 'name'), name='initiative_name_once_in_a_programme'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='initiative_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('horizon__in', ('', 'short', 'long'))), name='initiative_horizon_known'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('duration__in', ('', 'permanent', 'one_off'))), name='initiative_duration_known'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ('', 'idea', 'planned', 'under_way', 'delivered', 'dropped'))), name='initiative_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='balance',
            constraint=models.UniqueConstraint(fields=('programme', 'kind', 'unit', 'initiative', 'year', 'price_level', 'earliest_year', 'evidenced'), name='balance_one_per_cell', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('rejected', 'withdrawn'))), name='refusal_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'rejected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refusal_rejection_gives_a_reason'),
        ),
    ]
