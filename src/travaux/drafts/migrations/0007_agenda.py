"""Session and agenda item in the masthead; published versions are kept as before."""

from django.db import migrations, models

from travaux.plumbing.triggers import refuse_change


def drop_triggers(apps, editor):
    """SQLite loses them with the table that is made anew; PostgreSQL keeps those of before."""
    on = " ON drafts_version" if editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS keep_drafts_version_{verb}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('drafts', '0006_masthead_and_suggestions'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='agenda',
            field=models.CharField(blank=True, help_text='session and agenda item, as the masthead has them', max_length=300),
        ),
        migrations.RunPython(drop_triggers, migrations.RunPython.noop),
        refuse_change(
            "drafts_version",
            when="OLD.state = 'published'",
            of="symbol, number, titles, dated_on, language, state, remark, problems, distribution, "
            "agenda, content_hash, created_at, created_by, published_at, demonstration, key, text_id",
        ),
    ]
