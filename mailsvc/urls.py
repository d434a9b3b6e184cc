"""The root URL map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("accounts.web.urls")),
    path("", include("mailbox.web.urls")),
]
