from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_api_tokens'),
    ]

    operations = [
        migrations.AddField(
            model_name='attestation',
            name='evidence',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='attestation',
            name='looked_at',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='attestation',
            name='stands_in_for',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
