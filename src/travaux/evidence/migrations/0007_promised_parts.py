import django.db.models.deletion
import travaux.plumbing.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0005_interviews'),
        ('roadmap', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PromisedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=travaux.plumbing.keys.plain_key, max_length=20, unique=True)),
                ('promise_key', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=14)),
                ('subject_key', models.CharField(max_length=20)),
                ('tied_at', models.DateTimeField()),
                ('by_key', models.CharField(max_length=20)),
                ('ended_at', models.DateTimeField(null=True)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promised_parts', to='roadmap.process')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('process', 'promise_key', 'kind', 'subject_key'), name='promise_tied_once')],
            },
        ),
    ]
