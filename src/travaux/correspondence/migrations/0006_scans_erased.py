from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_letters_about")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="scans_erased_at",
            field=models.DateTimeField(
                help_text="scans went when a period that was announced was over", null=True
            ),
        ),
    ]
