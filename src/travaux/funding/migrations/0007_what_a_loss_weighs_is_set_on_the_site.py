import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0006_a_partnership_names_a_promise'),
        ('roadmap', '0006_ranges_are_set_on_the_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='ScenarioWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weights', models.JSONField(default=dict, help_text='cell, clause or language -> number as text')),
                ('reasons', models.JSONField(default=dict)),
                ('by_key', models.CharField(blank=True, max_length=20)),
                ('at', models.DateTimeField()),
                ('process', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='scenario_weights', to='roadmap.process')),
            ],
        ),
    ]
