import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0007_track_of_an_office'),
        ('reports', '0003_what_follows_without_more_money'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClosingEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('occasion', models.CharField(choices=[('closed', 'Closed'), ('answered', 'Answered'), ('asked', 'Asked')], max_length=10)),
                ('figures', models.JSONField(help_text='audience -> how far it reaches, and the figures')),
                ('digest', models.CharField(help_text='of the figures, in canonical JSON', max_length=64)),
                ('kept_at', models.DateTimeField()),
                ('track', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closing_editions', to='consultations.track')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('track', 'number'), name='closing_edition_number_once')],
            },
        ),
    ]
