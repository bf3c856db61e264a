"""The history goes by the anchor; the database keeps published versions as they are."""

import django.db.models.deletion
from django.db import migrations, models

from travaux.plumbing.triggers import refuse_change


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial")]
    operations = [
        migrations.DeleteModel("ParagraphEdit"),
        migrations.CreateModel(
            name="ParagraphEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("words", "Words"),
                            ("inserted", "Inserted"),
                            ("removed", "Removed"),
                            ("moved", "Moved"),
                        ],
                        default="words",
                        max_length=10,
                    ),
                ),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("by_key", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "anchor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="drafts.anchor",
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="edits",
                        to="drafts.paragraph",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="drafts.version",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["version", "anchor"], name="drafts_edit_by_anchor")
                ],
            },
        ),
        migrations.AlterField(
            model_name="paragraph",
            name="hash",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="of kind and words, not of the number",
                max_length=64,
            ),
        ),
        refuse_change("drafts_paragraph", when="OLD.frozen"),
        refuse_change(
            "drafts_version",
            when="OLD.state = 'published'",
            of="symbol, number, titles, dated_on, language, state, remark, problems, "
            "content_hash, created_at, created_by, published_at, demonstration, key, text_id",
        ),
    ]
