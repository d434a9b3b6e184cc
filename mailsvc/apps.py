"""The project as a Django app, so that its commands and checks are found."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps

from mailsvc.celery import app as celery_app

__all__ = ["AdminPagesConfig", "MailsvcConfig", "celery_app"]


class MailsvcConfig(AppConfig):
    name = "mailsvc"
    default = True


class AdminPagesConfig(admin_apps.AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False
    default_site = "mailsvc.admin_site.AdminPages"
