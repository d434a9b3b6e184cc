"""The root URL map."""

from django.contrib import admin
from django.urls import include, path

from mailsvc import installing

handler400 = "mailsvc.pages.bad_request"
handler403 = "mailsvc.pages.forbidden"
handler404 = "mailsvc.pages.not_found"
handler500 = "mailsvc.pages.broken"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("worker.js", installing.service_worker, name="service_worker"),
    path("offline/", installing.offline, name="offline"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("accounts.web.urls")),
    path("", include("mailbox.web.urls")),
]
