"""Writes the API reference, from the signatures and docstrings of the public names."""

from __future__ import annotations

import importlib
import inspect
import os
import re
from enum import Enum
from functools import cache
from html import escape
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from tools.site.docstrings import markdown
from vapix_proto._public_names import MODULES
from vapix_proto._value import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The packages with public names, each with its page below ``reference/api/``.
PAGES = {
    "vapix_proto": "vapix_proto.md",
    "vapix_proto.tz": "tz.md",
    "vapix_proto.tz.columns": "columns.md",
    "vapix_proto.tz.columns.batches": "columns.md",
    "vapix_proto.vapix": "vapix.md",
    "vapix_proto.oracle": "oracle.md",
    "vapix_proto.conform": "conform.md",
    "vapix_proto.conform.clock": "conform-clock.md",
    "vapix_proto.emulator": "emulator.md",
    "vapix_proto.strategies": "strategies.md",
    "vapix_proto.vectors": "vectors.md",
    "vapix_proto.integrations.jsonschema": "integrations.md",
}
_WIDTH = 100


def names(package: str) -> list[str]:
    """A package's public names, in the order of its page."""
    listed: list[str] = importlib.import_module(package).__all__
    return sorted(listed, key=lambda name: (name.casefold(), name))


def page(package: str) -> str:
    """The reference of a package's public names, as Markdown."""
    module = importlib.import_module(package)
    values = {name: getattr(module, name) for name in names(package)}
    parts: dict[str, dict[str, Any]] = {
        "Functions": {name: value for name, value in values.items() if isinstance(value, FunctionType)},
        "Classes": {name: value for name, value in values.items() if isinstance(value, type)},
        "Packages": {name: value for name, value in values.items() if isinstance(value, ModuleType)},
    }
    rest = {name: value for name, value in values.items() if not any(name in part for part in parts.values())}
    return "\n\n".join(
        block
        for title, part in {**parts, "Constants and types": rest}.items()
        if part
        for block in _part(package, title, part)
    )


def _part(package: str, title: str, values: dict[str, Any]) -> Iterator[str]:
    link = _linker(package, "")
    yield f"## {title}"
    if title == "Packages":
        for name, value in values.items():
            yield f"- [`{name}`]({PAGES[f'{package}.{name}']}): {_first_line(package, value)}"
        return
    summaries = {name: _summary(package, name, value) for name, value in values.items()}
    yield "\n".join(f"- [`{name}`](#{_id(name)})" + (f": {text}" if text else "") for name, text in summaries.items())
    for name, value in values.items():
        yield f"### `{name}` {{#{_id(name)}}}"
        if title == "Functions":
            yield _signature(name, inspect.signature(value), link)
            yield markdown(value.__doc__, link)
        elif title == "Classes":
            yield from _class(package, name, value)
        else:
            yield _code(f"{name} = {_shown(value)}", link)
            yield markdown(_comment(package, name), link)


def _id(name: str) -> str:
    """The anchor of a name; Markdown would read the underscores around it."""
    return name.strip("_")


def _summary(package: str, name: str, value: object) -> str:
    if isinstance(value, (type, FunctionType)):
        return _first_line(package, value)
    return markdown(_comment(package, name), _linker(package, "")).partition("\n\n")[0]


def _first_line(package: str, value: object) -> str:
    return markdown((value.__doc__ or "").strip().partition("\n\n")[0], _linker(package, ""))


def _class(package: str, name: str, kind: type) -> Iterator[str]:
    link = _linker(package, name)
    bases = [base.__name__ for base in kind.__mro__[1:] if base.__name__ in _places().get(package, ())]
    if issubclass(kind, Enum):
        yield _code(f"class {name}({kind.__mro__[1].__name__})", link)
    elif "__init__" in vars(kind) or issubclass(kind, Value):
        yield _signature(name, inspect.signature(kind), link, constructor=True)
    yield markdown(kind.__doc__, link)
    if bases:
        yield f"It is a {' and a '.join(link(base) for base in bases)}, and has the methods of these."
    if issubclass(kind, Enum):
        yield "\n".join(f"- `{member.name}`: `{member.value!r}`" for member in kind)
    for of, member in _members(package, kind).items():
        yield f"#### `{name}.{of}` {{#{name}.{of}}}"
        function: Any = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if isinstance(member, property):
            kept = inspect.signature(function).return_annotation
            yield _code(of if kept is inspect.Signature.empty else f"{of}: {kept}", link)
        else:
            owner = f"{name}.{of}" if isinstance(member, (classmethod, staticmethod)) else of
            bound = not isinstance(member, staticmethod)
            yield _signature(owner, inspect.signature(function), link, bound=bound)
        yield markdown(function.__doc__, link)


def _members(package: str, kind: type) -> dict[str, Any]:
    """The public methods and properties of a class, except the members of a public base class, in source order."""
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        ours = each.__module__.startswith("vapix_proto.") and each.__module__ != Value.__module__
        if ours and (each is kind or each.__name__ not in _places().get(package, ())):
            for name, member in vars(each).items():
                what = getattr(member, "__func__", member)
                if not name.startswith("_") and isinstance(what, (FunctionType, property)) and what.__doc__:
                    found[name] = member
    return found


# -- signatures


def _signature(
    name: str,
    signature: inspect.Signature,
    link: Callable[[str], str],
    *,
    constructor: bool = False,
    bound: bool = False,
) -> str:
    parameters, marked = [], False
    for parameter in list(signature.parameters.values())[int(bound) :]:
        if parameter.name.startswith("_") and parameter.default is not parameter.empty:
            continue
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**" * (parameter.kind is parameter.VAR_KEYWORD)
        if parameter.kind is parameter.KEYWORD_ONLY and not marked:
            parameters.append("*")
        marked = marked or star == "*" or parameter.kind is parameter.KEYWORD_ONLY
        text = f"{star}{parameter.name}"
        if parameter.annotation is not parameter.empty:
            text += f": {_annotation(parameter.annotation)}"
        if parameter.default is not parameter.empty:
            text += f" = {_shown(parameter.default)}"
        parameters.append(text)
    returns = signature.return_annotation
    end = ")" if constructor or returns is signature.empty else f") -> {_annotation(returns)}"
    one_line = f"{name}({', '.join(parameters)}{end}"
    if len(one_line) <= _WIDTH:
        return _code(one_line, link)
    return _code("\n".join([f"{name}(", *(f"    {each}," for each in parameters), end]), link)


def _annotation(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _shown(value: object) -> str:
    """A value on one line, as a person would write it in code."""
    for package in ("vapix_proto.tz", "vapix_proto.vapix"):
        for name in names(package):
            if name.isupper() and getattr(importlib.import_module(package), name) is value and not _plain(value):
                return f"{package.rpartition('.')[2]}.{name}"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    text = re.sub(r"vapix_proto\.[\w.]*\.(\w+)", r"\1", repr(value))
    return text if len(text) <= _WIDTH else text[: _WIDTH - 3] + "..."


def _plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, bytes))


def _comment(package: str, name: str) -> str:
    """The ``#:`` comment above the assignment of a constant."""
    module = next((of for of, listed in MODULES.get(package, {}).items() if name in listed.split()), package)
    source = inspect.getsource(importlib.import_module(module))
    found = re.search(rf"((?:^#:.*\n)+)^{name}\b", source, re.MULTILINE)
    return re.sub(r"^#: ?", "", found[1], flags=re.MULTILINE).strip() if found else ""


def _code(text: str, link: Callable[[str], str]) -> str:
    """Code as HTML in which the public names are links, except the names that the code defines."""

    def linked(found: re.Match[str]) -> str:
        address = re.search(r"\]\((.*)\)$", link(found[0]))
        return f'<a href="{address[1]}">{found[0]}</a>' if address else found[0]

    html = re.sub(r"(?<![\w.;&])[A-Za-z_][\w.]*(?![\w.]|: |\(| =|;)", linked, escape(text, quote=False))
    return f'<div class="highlight"><pre><code>{html}</code></pre></div>'


# -- links


@cache
def _places() -> dict[str, frozenset[str]]:
    """The public names of each package, keyed by the package that has a page."""
    return {package: frozenset(names(package)) for package in PAGES}


def _linker(package: str, inside: str) -> Callable[[str], str]:
    """A function that turns a public name in backticks into a link, relative to a package's page and a class on it."""

    def link(code: str) -> str:
        shown = f"`` {code} ``" if "`" in code else f"`{code}`"
        address = _address(package, inside, code)
        return f"[{shown}]({address})" if address else shown

    return link


def _address(package: str, inside: str, code: str) -> str | None:
    name = re.sub(r"\(.*\)$", "", code).removeprefix("vapix_proto.")
    if not re.fullmatch(r"[A-Za-z_][\w.]*", name) or name == inside:
        return None
    first, _, rest = name.partition(".")
    # A name in this package, one in vapix_proto itself, or one that begins with the name of its package.
    for of in (package, "vapix_proto"):
        if first in _places().get(of, ()) and of + "." + first not in PAGES:
            return _anchor(package, of, first, rest)
    for of in PAGES:
        short = of.removeprefix("vapix_proto.").rpartition(".")[2]
        if first == short and rest:
            head, _, tail = rest.partition(".")
            if head in _places()[of]:
                return _anchor(package, of, head, tail)
    return None


def _anchor(package: str, of: str, name: str, member: str) -> str:
    page_of = "" if of == package else os.path.relpath(PAGES[of], ".")
    value = getattr(importlib.import_module(of), name)
    known = isinstance(value, type) and member in _members(of, value)
    return f"{page_of}#{_id(name)}" + (f".{member}" if known else "")
