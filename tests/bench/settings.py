"""The service's settings with one empty view more, for `tests.bench.pages`."""

from mailsvc.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.pages"
ALLOWED_HOSTS = ["*"]
