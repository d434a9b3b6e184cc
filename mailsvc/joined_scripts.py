"""One script out of the modules that every page loads.

We write small ES modules; a browser would fetch each of them, one after another.
The entry and what it imports become one file, each module in a function of its own
so that names cannot meet. What is imported on use (``import("…")``) keeps its file.

A joined module keeps its name too, as a few lines that hand out what is already
running: a module that is loaded on use shares the state of the others.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

_IMPORT: Final = re.compile(
    r'^import (?:(?P<what>[^"\';]+?) from )?"(?P<url>[^"]+)";\n?', re.MULTILINE
)
_ON_USE: Final = re.compile(r'\bimport\("(?P<url>\.[^"]+)"\)')
_EXPORT: Final = re.compile(
    r"^export (?P<kind>(?:async )?function\*?|class|const) (?P<name>\w+)", re.MULTILINE
)
_DEFAULT: Final = re.compile(r"export default (?P<name>[\w$]+);?\s*$")
_EXPORT_LEFT: Final = re.compile(r"^export\b", re.MULTILINE)
_COMMENT: Final = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*.*?\*/)[ \t]*\n", re.MULTILINE | re.DOTALL
)
_SHARED: Final = "globalThis.mailsvcModules"


class CannotJoin(Exception):
    """A module is written in a way that joining does not know; the text says how."""


@dataclass(slots=True)
class Joined:
    """The joined script, and what stands in the files of the modules in it."""

    script: str = ""
    stand_ins: dict[str, str] = field(default_factory=dict)


def join_modules(entry: str, read: Callable[[str], str]) -> Joined:
    """Join the entry with all that it imports, each before who needs it.

    Args:
        entry: The name of the first module, such as ``js/app.js``.
        read: Gives a module's text by its name.

    Raises:
        CannotJoin: Modules import each other in a circle, or export in a new way.
    """
    joiner = _Joiner(entry, read)
    joiner.add(entry, ())
    return Joined(joiner.text(), joiner.stand_ins())


class _Joiner:
    def __init__(self, entry: str, read: Callable[[str], str]) -> None:
        self._entry, self._read = entry, read
        self._bodies: dict[str, str] = {}
        self._exports: dict[str, tuple[str, ...]] = {}

    def add(self, name: str, path: tuple[str, ...]) -> None:
        """Add a module after those that it imports."""
        if name in path:
            raise CannotJoin(f"{' imports '.join((*path, name))}: a circle")
        if name in self._bodies:
            return
        text = _COMMENT.sub("", self._read(name))
        for found in _IMPORT.finditer(text):
            self.add(_resolve(name, found["url"]), (*path, name))
        self._bodies[name] = self._body(name, text)

    def text(self) -> str:
        *modules, entry = self._bodies
        parts = [f"const modules = ({_SHARED} = {{}});\n"]
        for name in modules:
            exports = ", ".join(
                f"default: {each.removeprefix('default ')}"
                if each.startswith("default ")
                else each
                for each in self._exports[name]
            )
            body = self._bodies[name]
            parts.append(
                f"modules[{json.dumps(name)}] = (() => {{\n"
                f"{body}\nreturn {{ {exports} }};\n}})();\n"
            )
        return "".join([*parts, self._bodies[entry]])

    def stand_ins(self) -> dict[str, str]:
        """Write what the file of each joined module says instead."""
        *modules, _entry = self._bodies
        return {name: self._stand_in(name) for name in modules}

    def _stand_in(self, name: str) -> str:
        lines = [f"const running = {_SHARED}[{json.dumps(name)}];"]
        for each in self._exports[name]:
            if each.startswith("default "):
                lines.append("export default running.default;")
            else:
                lines.append(f"export const {each} = running.{each};")
        return "\n".join(lines) + "\n"

    def _body(self, name: str, text: str) -> str:
        text = _IMPORT.sub(lambda found: self._bind(name, found), text)
        text = _ON_USE.sub(lambda found: self._rebase(name, found), text)
        exports = [found["name"] for found in _EXPORT.finditer(text)]
        text = _EXPORT.sub(r"\g<kind> \g<name>", text)
        if default := _DEFAULT.search(text):
            exports.append(f"default {default['name']}")
            text = _DEFAULT.sub("", text)
        if _EXPORT_LEFT.search(text):
            raise CannotJoin(f"{name} exports in a way that is not known here")
        self._exports[name] = tuple(exports)
        return text

    def _bind(self, name: str, found: re.Match[str]) -> str:
        """Turn an import into a look at the module, which runs already."""
        source = f"modules[{json.dumps(_resolve(name, found['url']))}]"
        what = (found["what"] or "").strip()
        if not what:
            return ""
        if what.startswith("{"):
            return f"const {what.replace(' as ', ': ')} = {source};\n"
        if what.startswith("*"):
            return f"const {what.removeprefix('* as ')} = {source};\n"
        return f"const {what} = {source}.default;\n"

    def _rebase(self, name: str, found: re.Match[str]) -> str:
        """Name a file as seen from the entry, where the text stands now."""
        target = _resolve(name, found["url"])
        path = posixpath.relpath(target, posixpath.dirname(self._entry))
        return f'import("{path if path.startswith(".") else "./" + path}")'


def _resolve(name: str, url: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), url))
