"""The project as a Django app, so that its commands and checks are found."""

from django.apps import AppConfig

from mailsvc.celery import app as celery_app

__all__ = ["MailsvcConfig", "celery_app"]


class MailsvcConfig(AppConfig):
    name = "mailsvc"
