"""URL names accounts:…"""

from django.urls import path

from accounts.web import device, passwords, settings, signin, token
from accounts.web.settings_table import PAGES

app_name = "accounts"

urlpatterns = [
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("token/", token.token, name="token"),
    path("settings/", settings.overview, name="settings"),
    path("settings/device/", device.report, name="report_device"),
    path(
        "settings/account/password/",
        passwords.change_password,
        name="change_password",
    ),
    *(
        path(
            f"settings/{each.key}/",
            settings.page,
            {"sectioned": each},
            name=f"settings_{each.key}",
        )
        for each in PAGES
    ),
]
