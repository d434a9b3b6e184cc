from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0018_uploads")]

    operations = [
        migrations.AddField(
            model_name="folder",
            name="folded_on",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=32
            ),
        ),
    ]
