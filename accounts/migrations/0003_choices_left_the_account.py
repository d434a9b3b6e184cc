from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_preferences"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="account",
            name="account_undo_30s",
        ),
        migrations.RemoveField(
            model_name="account",
            name="theme",
        ),
        migrations.RemoveField(
            model_name="account",
            name="undo_seconds",
        ),
    ]
