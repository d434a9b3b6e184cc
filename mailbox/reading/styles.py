"""CSS of mail to CSS that may be shown: known properties, no loading, no escape.

Style sheets and style attributes go through the same rules. Nothing can be
fetched (`url()`, `image-set()`, `@import`, `@font-face` go), nothing can leave
the flow of the letter (`position` is not among the properties).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import tinycss2

MOST_CSS: Final = 200_000
DEEPEST: Final = 3
PROPERTIES: Final = frozenset(
    (
        "background background-color border border-bottom border-bottom-color "
        "border-bottom-style border-bottom-width border-collapse border-color "
        "border-left border-left-color border-left-style border-left-width "
        "border-radius border-right border-right-color border-right-style "
        "border-right-width border-spacing border-style border-top border-top-color "
        "border-top-style border-top-width border-width box-sizing caption-side clear "
        "color color-scheme direction display empty-cells float font font-family "
        "font-size font-style font-variant font-weight height letter-spacing "
        "line-height list-style list-style-position list-style-type margin "
        "margin-bottom margin-left margin-right margin-top max-height max-width "
        "min-height min-width opacity overflow overflow-wrap padding padding-bottom "
        "padding-left padding-right padding-top table-layout text-align "
        "text-decoration text-indent text-transform unicode-bidi vertical-align "
        "visibility white-space width word-break word-spacing word-wrap"
    ).split()
)
FUNCTIONS: Final = frozenset(["rgb", "rgba", "hsl", "hsla", "calc"])
NESTED: Final = frozenset({"media", "supports"})


def clean_style(css: str) -> str:
    """Clean the value of a style attribute."""
    declarations = tinycss2.parse_declaration_list(
        css[:MOST_CSS], skip_comments=True, skip_whitespace=True
    )
    return ";".join(_declarations(declarations))


def clean_sheet(css: str) -> str:
    """Clean a style sheet; `<` cannot end the element that it stands in."""
    rules = tinycss2.parse_stylesheet(
        css[:MOST_CSS], skip_comments=True, skip_whitespace=True
    )
    return "\n".join(_rules(rules, DEEPEST)).replace("<", "\\3c ")


def _rules(rules: Iterable[Any], depth: int) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            inner = tinycss2.parse_declaration_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            body = ";".join(_declarations(inner))
            if body:
                yield f"{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif rule.type == "at-rule" and depth and _is_nested(rule):
            inner = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            body = "\n".join(_rules(inner, depth - 1))
            prelude = tinycss2.serialize(rule.prelude)
            yield f"@{rule.lower_at_keyword}{prelude}{{{body}}}"


def _is_nested(rule: Any) -> bool:
    return rule.lower_at_keyword in NESTED and rule.content is not None


def _declarations(declarations: Iterable[Any]) -> Iterator[str]:
    for each in declarations:
        is_known = each.type == "declaration" and each.lower_name in PROPERTIES
        if is_known and _is_harmless(each.value):
            important = " !important" if each.important else ""
            value = tinycss2.serialize(each.value).strip()
            yield f"{each.lower_name}:{value}{important}"


def _is_harmless(tokens: Iterable[Any]) -> bool:
    """Tell whether a value can neither load anything nor run anything."""
    for token in tokens:
        if token.type in ("url", "error", "{} block", "at-keyword"):
            return False
        if token.type == "function":
            if token.lower_name not in FUNCTIONS or not _is_harmless(token.arguments):
                return False
        elif token.type in ("() block", "[] block") and not _is_harmless(token.content):
            return False
    return True
