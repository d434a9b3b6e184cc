"""Snooze, pin and mute: their columns, and the folder Snoozed in every mailbox."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

SNOOZED = "snoozed"


def rank_by_newest(apps, schema_editor):
    apps.get_model("mailbox", "FolderConversation").objects.update(rank=F("newest"))


def add_snoozed_folders(apps, schema_editor):
    Mailbox = apps.get_model("mailbox", "Mailbox")
    Folder = apps.get_model("mailbox", "Folder")
    for mailbox in Mailbox.objects.exclude(folders__role=SNOOZED).iterator():
        taken = set(
            Folder.objects.filter(mailbox=mailbox, parent=None).values_list(
                "name", flat=True
            )
        )
        name = SNOOZED
        while name in taken:
            name += "_"
        Folder.objects.create(
            mailbox=mailbox,
            name=name,
            role=SNOOZED,
            uid_validity=mailbox.next_uid_validity,
        )
        Mailbox.objects.filter(pk=mailbox.pk).update(
            next_uid_validity=mailbox.next_uid_validity + 1
        )


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0008_draft_former_copies")]

    operations = [
        migrations.AlterField(
            "folder",
            "role",
            models.CharField(
                blank=True,
                choices=[
                    ("", "Folder"),
                    ("inbox", "Inbox"),
                    ("snoozed", "Snoozed"),
                    ("drafts", "Drafts"),
                    ("sent", "Sent"),
                    ("archive", "Archive"),
                    ("junk", "Junk"),
                    ("trash", "Trash"),
                ],
                default="",
                max_length=8,
                verbose_name="role",
            ),
        ),
        migrations.AddField(
            "conversation", "muted", models.BooleanField(default=False)
        ),
        migrations.AddField(
            "conversation", "bumped", models.BigIntegerField(default=0)
        ),
        migrations.AddField(
            "folderconversation", "pinned", models.BooleanField(default=False)
        ),
        migrations.AddField(
            "folderconversation",
            "rank",
            models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(rank_by_newest, migrations.RunPython.noop),
        migrations.RemoveIndex("folderconversation", "list_of_folder"),
        migrations.AddIndex(
            "folderconversation",
            models.Index(fields=["folder", "pinned", "rank"], name="list_of_folder"),
        ),
        migrations.CreateModel(
            "Snooze",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("until", models.DateTimeField(db_index=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snoozes",
                        to="mailbox.conversation",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="mailbox.folder",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="mailbox.mailbox",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "snooze",
            models.UniqueConstraint(fields=["conversation"], name="snoozed_once"),
        ),
        migrations.RunPython(add_snoozed_folders, migrations.RunPython.noop),
    ]
