from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_agenda'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='proposal',
            field=models.BooleanField(default=True, help_text='says what follows without more money, where nothing was chosen yet'),
        ),
    ]
