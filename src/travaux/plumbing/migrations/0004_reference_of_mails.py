from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plumbing", "0003_digests_and_bounces")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="reference",
            field=models.CharField(
                blank=True,
                default="",
                help_text="its number in the register; stands above the text",
                max_length=60,
            ),
            preserve_default=False,
        ),
    ]
