"""The root of every error that a service raises.

    ServiceError            code, temporary?, words for people, detail for the log
      NotFound              absent, or not yours: the two are never told apart
      InvalidInput          a value that a person gave cannot be used

Services raise; doors (web, smtp, shell) translate once.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ServiceError(Exception):
    """Something could not be done, in words that a person may read."""

    code: str = "service.failed"
    temporary: bool = False
    words: str | Promise = _("Something went wrong here. Please try again.")

    def __init__(self, words: str | Promise = "", *, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        if words:
            self.words = words


class NotFound(ServiceError):
    """The object does not exist for this person."""

    code = "service.not_found"
    words = _("This is not here, or it is not yours.")


class InvalidInput(ServiceError):
    """A value that a person gave cannot be used; `field` names where it came from."""

    code = "service.invalid_input"
    words = _("This value cannot be used.")

    def __init__(
        self, words: str | Promise = "", *, field: str = "", detail: str = ""
    ) -> None:
        super().__init__(words, detail=detail)
        self.field = field
