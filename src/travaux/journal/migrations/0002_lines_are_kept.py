"""The database itself refuses to change or remove a line."""

from django.db import migrations

from travaux.plumbing.triggers import refuse_change


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [refuse_change("journal_line")]
