from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_promised_parts")]

    operations = [
        migrations.AddField(
            model_name="assessmentquestion",
            name="topics",
            field=models.JSONField(default=list, help_text="keys of topics of interests"),
        ),
        migrations.AddField(
            model_name="finding",
            name="topics",
            field=models.JSONField(default=list, help_text="keys of topics of interests"),
        ),
        migrations.AddField(
            model_name="work",
            name="topics",
            field=models.JSONField(default=list, help_text="keys of topics of interests, of its search"),
        ),
    ]
