urlpatterns: list = []
app_name = "mailbox"
