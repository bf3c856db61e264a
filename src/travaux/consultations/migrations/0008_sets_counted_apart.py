"""Comments of sealed sets are counted in a row of their own."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0007_track_of_an_office")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="next_set_number",
            field=models.PositiveIntegerField(
                default=1, help_text="of the next comment that comes in a sealed set"
            ),
        ),
    ]
