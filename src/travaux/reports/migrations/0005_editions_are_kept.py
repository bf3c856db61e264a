"""An edition of a closing report is never changed again, whoever asks."""

import django.db.models.deletion
from django.db import migrations, models

from travaux.plumbing.triggers import refuse_change


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_closing_editions")]

    operations = [
        migrations.AlterField(
            model_name="closingedition",
            name="track",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closing_editions",
                to="consultations.track",
            ),
        ),
        refuse_change("reports_closingedition"),
    ]
