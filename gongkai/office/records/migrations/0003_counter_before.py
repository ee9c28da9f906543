"""Where a series of numbers goes on that another system began."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_today"),
    ]

    operations = [
        migrations.AddField(
            model_name="counter",
            name="before",
            field=models.PositiveBigIntegerField(default=0, verbose_name="接续自"),
        ),
    ]
