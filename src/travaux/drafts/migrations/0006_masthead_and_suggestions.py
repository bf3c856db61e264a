"""Distribution and chair's texts; suggestions beside them; published versions are kept as before."""

import django.db.models.deletion
import travaux.plumbing.keys
from django.db import migrations, models

from travaux.plumbing.triggers import refuse_change


def drop_triggers(apps, editor):
    """SQLite loses them with the table that is made anew; PostgreSQL keeps those of before."""
    on = " ON drafts_version" if editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS keep_drafts_version_{verb}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('drafts', '0005_brackets'),
        ('people', '0003_contacts'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='beside',
            field=models.BooleanField(default=False, help_text="a chair's text: suggestions are collected beside it, not in it"),
        ),
        migrations.AddField(
            model_name='version',
            name='distribution',
            field=models.CharField(blank=True, choices=[('general', 'General'), ('limited', 'Limited'), ('restricted', 'Restricted')], help_text='blank: as the process has it', max_length=10),
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=travaux.plumbing.keys.plain_key, max_length=20, unique=True)),
                ('words', models.TextField()),
                ('reason', models.TextField(blank=True)),
                ('wording', models.TextField()),
                ('mandate', models.CharField(help_text='key of an appointment', max_length=20)),
                ('by_key', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=20)),
                ('anchor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='drafts.anchor')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.country')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='drafts.version')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['version', 'anchor'], name='drafts_suggestion_by_anchor')],
            },
        ),
        migrations.RunPython(drop_triggers, migrations.RunPython.noop),
        refuse_change(
            "drafts_version",
            when="OLD.state = 'published'",
            of="symbol, number, titles, dated_on, language, state, remark, problems, distribution, "
            "content_hash, created_at, created_by, published_at, demonstration, key, text_id",
        ),
    ]
