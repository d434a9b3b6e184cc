"""URL names accounts:…"""

from django.urls import path

from accounts.web import settings, signin

app_name = "accounts"

urlpatterns = [
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("settings/", settings.settings, name="settings"),
]
