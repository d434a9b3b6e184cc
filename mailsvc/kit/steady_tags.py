"""``{% translate %}`` and ``{% url %}`` that do not work out the same thing twice.

A page has a hundred constant texts and dozens of paths; finding them anew took a
sixth of its time. A constant text is kept by language, a path by its name and
arguments. Everything else is Django's own (``i18n`` is this library by settings).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Library
from django.template.base import Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.templatetags import i18n
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

MOST_PATHS = 8192

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class SteadyTranslateNode(TranslateNode):
    """A constant text, looked up once for each language."""

    def __init__(self, asked: TranslateNode) -> None:
        super().__init__(
            asked.filter_expression, asked.noop, asked.asvar, asked.message_context
        )
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.known:
            self.known[language] = super().render(context)
        return self.known[language]


class SteadyUrlNode(URLNode):
    """A path, reversed once for each name and arguments."""

    def __init__(self, asked: URLNode) -> None:
        super().__init__(asked.view_name, asked.args, asked.kwargs, asked.asvar)

    def render(self, context: Context) -> str:
        arguments = tuple(argument.resolve(context) for argument in self.args)
        if not all(isinstance(each, (int, str)) for each in arguments):
            return super().render(context)
        path = _reverse(
            self.view_name.resolve(context),
            arguments,
            (get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF),
        )
        return conditional_escape(path) if context.autoescape else path


@register.tag("translate")
@register.tag("trans")
def steady_translate(parser: Parser, token: Token) -> TranslateNode:
    """Translate as Django does; a constant text once for each language."""
    node: TranslateNode = do_translate(parser, token)
    return SteadyTranslateNode(node) if _is_constant(node) else node


@register.tag("url")
def steady_url(parser: Parser, token: Token) -> URLNode:
    """Reverse as Django does; paths of plain arguments are kept."""
    node: URLNode = url(parser, token)
    is_plain = not node.kwargs and not node.asvar and ":" in node.view_name.token
    return SteadyUrlNode(node) if is_plain else node


def _is_constant(node: TranslateNode) -> bool:
    text = node.filter_expression
    if node.asvar or text.filters or not _is_literal(text.var):
        return False
    around = node.message_context
    return around is None or (not around.filters and _is_literal(around.var))


def _is_literal(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, Variable) and value.literal is not None
    )


@lru_cache(maxsize=MOST_PATHS)
def _reverse(name: str, arguments: tuple[int | str, ...], _where: Any) -> str:
    """Reverse a namespaced name; no namespace of ours has two instances."""
    return reverse(name, args=arguments)
