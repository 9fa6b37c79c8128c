"""The response to ``pwdgrp.cgi?action=get``: the members of each group (VAPIX System settings, example 5)."""

from __future__ import annotations

import re
from itertools import chain, compress, product
from types import MappingProxyType

from vapix_proto._value import Value
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, limited, quote
from vapix_proto.grammar.expressions import EXPRESSIONS, TEMPLATES
from vapix_proto.grammar.parser import FormError
from vapix_proto.grammar.parser import parse as parse_form
from vapix_proto.vapix.http import MASK, names_password
from vapix_proto.vapix.pwdgrp.roles import ACCESS_GROUPS, Role
from vapix_proto.vapix.pwdgrp.system_accounts import is_system_account
from vapix_proto.vapix.pwdgrp.users import CLAUSE, USER_MAX, validate_user
from vapix_proto.vapix.texts import characters_of, decoded

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SOURCE = f"{CLAUSE}: action=get"
_FORM = 'group="member,member"'
_HINT = f"write each line as {_FORM}"
_GROUPS_OF_USERS = frozenset({*ACCESS_GROUPS, "digusers"})
_LINE = re.compile(EXPRESSIONS["pwdgrp_get", "line"])
_LINES = re.compile(rf"^{EXPRESSIONS['pwdgrp_get', 'line']}\r?$", re.MULTILINE)
_UNNAMED = re.compile("[?]P<[a-z]+>")
#: Lines with one group each, and blank lines. This pattern never backtracks, because backtracking would not help.
_SOUND = re.compile(rf"(?:{_UNNAMED.sub('?:', EXPRESSIONS['pwdgrp_get', 'line'])}\r?(?:\n|\Z)|\r?\n)*+")
#: Lines with one quoted group each. The pattern allows line breaks within quotes; ``_is_sound`` rules them out.
_QUOTED = re.compile(
    rf"(?:{_UNNAMED.sub('?:', EXPRESSIONS['pwdgrp_get', 'entry'])}(?:\n|\Z))*+".replace('[^"\r\n]', '[^"]')
)
#: A group that shares its line with others: in a listing sent as HTML, browsers show each line break as a space.
_ENTRY = re.compile(rf"{EXPRESSIONS['pwdgrp_get', 'entry']} *+")
_MEMBER = re.compile(EXPRESSIONS["pwdgrp_get", "member"])
#: The separator of members: a single plain character, so that str.split can use it.
_COMMA = EXPRESSIONS["pwdgrp_get", "comma"]
_USER = TEMPLATES["accounts", "user"][0].format(length=f"{{1,{USER_MAX}}}+")
#: Matches a whole member list, provided that the specification allows every name in it. Most lists match.
_NAMES = re.compile(rf"(?:{_USER}(?:{_COMMA}|\Z)|{_COMMA})*+")


class Account(Value):
    """A device account.

    Attributes:
        user: The user name as reported by the device, even if the specification does not allow it.
        role: The access rights; None if the account is in none of the groups admin, operator and viewer.
    """

    user: str
    role: Role | None


class AccountListing(Value):
    """A listing of groups and their members."""

    __match_args__ = ("lines", "problems")
    # All lines in ``_text`` are well-formed. It is parsed on first access, and the results are cached.
    _text: str
    _lines: tuple[tuple[str, tuple[str, ...]], ...] | None
    _groups: Mapping[str, tuple[str, ...]] | None
    _problems: tuple[Problem, ...] | None

    def __init__(self, lines: Sequence[tuple[str, tuple[str, ...]]], problems: Sequence[Problem] = ()) -> None:
        for group, members in lines:
            found = _LINE.fullmatch(_line(group, members))
            if found is None or found["group"] != group or _split(found["quoted"]) != tuple(members):
                raise ValueError(
                    "a group name may contain only letters, digits, - and _, and a member's name must not contain "
                    "a double quote, comma or line break; neither may be empty"
                )
        kept = tuple((group, tuple(members)) for group, members in lines)
        self._set(_text=_written(kept), _lines=kept, _groups=None, _problems=tuple(problems))

    @property
    def lines(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every group with its members, in the listing's order. Repeated groups are not merged."""
        lines = self._lines
        if lines is None:
            lines = tuple((group, _split(quoted or bare)) for group, quoted, bare in _LINES.findall(self._text))
            self._set(_lines=lines)
        return lines

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Malformed lines, disallowed names and repeated groups. The first 64 are listed; the rest are only counted."""
        problems = self._problems
        if problems is None:
            problems = () if _nothing_odd(self._text) else _Reader(self._text, utf8=False).problems
            self._set(_problems=problems)
        return problems

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The members of each group, in the listing's order."""
        groups = self._groups
        if groups is None:
            found: dict[str, dict[str, None]] = {}
            for name, members in self.lines:
                found.setdefault(name, {}).update(dict.fromkeys(members))
            groups = MappingProxyType({name: tuple(members) for name, members in found.items()})
            self._set(_groups=groups)
        return groups

    def _members(self, group: str) -> dict[str, None] | None:
        """The members of one group; None if the listing lacks the group."""
        lists = _lists_of(group, self._text)
        members = dict.fromkeys(chain.from_iterable(lists))
        members.pop("", None)
        return members if lists else None

    def _users_and_access(self) -> tuple[dict[str, None], list[dict[str, None]]]:
        """The account names, and the members of each access group."""
        access = [self._members(group) or {} for group in ACCESS_GROUPS]
        users = self._members("digusers")
        if users is None:
            users = {name: None for name in chain(*access) if not is_system_account(name)}
        return users, access

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts: the members of digusers, each with the role that its access groups imply.

        If the listing lacks digusers, the accounts are the members of the access groups, except those whose
        names devices use for system accounts.
        """
        users, (admin, operator, viewer, ptz) = self._users_and_access()
        return tuple(
            [Account(user, _ROLES[user in admin, user in operator, user in viewer, user in ptz]) for user in users]
        )

    @property
    def system_accounts(self) -> tuple[str, ...]:
        """The members of access groups, except those that are user accounts."""
        users, access = self._users_and_access()
        return tuple(name for name in dict.fromkeys(chain(*access)) if name not in users)

    @property
    def access_groups(self) -> Mapping[str, tuple[str, ...]]:
        """The access groups of each account, including system accounts."""
        _, access = self._users_and_access()
        names = dict.fromkeys(chain(*access))
        return {name: tuple(compress(ACCESS_GROUPS, [name in members for members in access])) for name in names}

    def __str__(self) -> str:
        return _written(self.lines)

    @classmethod
    def parse(cls, data: str | bytes | bytearray | memoryview) -> AccountListing:
        """The listing in a response body.

        Lines end with LF or CRLF, and the last line ending may be missing. Blank lines are ignored. Member lists may
        lack quotes or end with a comma, and lines may be run together. Bytes that are not UTF-8 are read as Latin-1.

        Raises:
            ParseError: The text has no groups (``listing-none``), for example because it is HTML or an error.
            TypeError: The argument is neither str nor bytes.
        """
        given, text = characters_of(data)
        # Spans count bytes, so the text is not decoded as a whole: each name is decoded on its own.
        utf8 = decoded(given, text) != text
        if not utf8 and "=" in text and _is_sound(text):
            listing = cls.__new__(cls)
            listing._set(_text=text, _lines=None, _groups=None, _problems=None)
            return listing
        found = _Reader(text, utf8=utf8)
        if not found.lines:
            # If the text mentions a password, any part of the text may belong to that password.
            shown = MASK if names_password(text) else given
            raise ParseError(listing_none(shown, empty=not text.strip()), shown)
        return cls(found.lines, found.problems)


def listing_none(text: str | bytes, *, empty: bool = False) -> Problem:
    """The problem with input that is not a listing of groups; the span covers all of it."""
    message = "the listing is empty" if empty else "this is not a listing of groups"
    hint = f"use the body that pwdgrp.cgi?action=get returns; its lines have the form {_FORM}"
    return Problem(Code.LISTING_NONE, message, Span(0, len(text)), hint, _SOURCE)


def _is_sound(text: str) -> bool:
    """Whether every line is well-formed."""
    # Skipping to the next quote takes a fifth of the time that examining each character would. Comparing the number of
    # quotes with the number of lines proves that no line break is within quotes.
    if "\r" not in text and _QUOTED.fullmatch(text) is not None:
        return text.count('"') == 2 * (text.count("\n") + (text[-1] != "\n"))
    return _SOUND.fullmatch(text) is not None


def _written(lines: Iterable[tuple[str, Sequence[str]]]) -> str:
    return "".join(f"{_line(group, members)}\n" for group, members in lines)


def _line(group: str, members: Sequence[str]) -> str:
    return f'{group}="{",".join(members)}"'


def _split(written: str) -> tuple[str, ...]:
    """The members of a list. Splitting at commas takes less than half as long as searching for each member."""
    return tuple(filter(None, written.split(_COMMA)))


#: The role of an account. The key has one bool for each of ACCESS_GROUPS: whether the account is in that group.
_ROLES = {is_in: Role.of_groups(compress(ACCESS_GROUPS, is_in)) for is_in in product((False, True), repeat=4)}


def _lists_of(group: str, text: str) -> list[list[str]]:
    """A group's member lists, split at commas. All lines of the text must be well-formed."""
    # Searching for the group's name is by far the fastest way to skip all other lines.
    lists = []
    start = f"{group}="
    at = text.find(start)
    while at >= 0:
        line = _LINES.match(text, at)
        if line is not None:
            lists.append((line["quoted"] or line["bare"] or "").split(_COMMA))
        at = text.find(start, at + 1 if line is None else line.end())
    return lists


def _nothing_odd(text: str) -> bool:
    """Whether a listing with only well-formed lines has no other problems."""
    found = _LINES.findall(text)
    raw = {group: quoted or bare for group, quoted, bare in found}
    return len(raw) == len(found) and all(_NAMES.fullmatch(raw[group]) for group in _GROUPS_OF_USERS & raw.keys())


def _run_together(line: str) -> list[re.Match[str]]:
    """The groups on a line that consists of two or more groups; an empty list for any other line."""
    entries, end = [], 0
    while (entry := _ENTRY.match(line, end)) is not None:
        entries.append(entry)
        end = entry.end()
    return entries if end == len(line) and len(entries) > 1 else []


class _Reader:
    """Reads a listing line by line, in one pass."""

    def __init__(self, text: str, *, utf8: bool) -> None:
        self._utf8 = utf8
        # How many more characters of broken lines the parser may search for faults.
        self._explainable = 8192
        # Whether a password may continue on the next line.
        self._hidden = False
        self.lines: list[tuple[str, tuple[str, ...]]] = []
        self._seen: set[str] = set()
        self._judged: dict[str, Problem | None] = {}
        self.problems = limited(self._read(text))

    def _read(self, text: str) -> Iterator[Problem]:
        at = 0
        for piece in text.split("\n"):
            line = piece.removesuffix("\r")
            if line and not line.isspace():
                yield from self._line(line, at)
            at += len(piece) + 1

    def _line(self, line: str, at: int) -> Iterator[Problem]:
        whole = _LINE.fullmatch(line)
        entries = _run_together(line) if whole is None else [whole]
        self._hidden = not entries and (self._hidden or names_password(line))
        if self._hidden:
            message = "a line that may contain a password is not a group with its members"
            yield Problem(Code.LISTING_LINE, message, Span(at, at), _HINT, _SOURCE)
        elif not entries:
            yield self._broken(line, at)
        for entry in entries:
            yield from self._group(entry, at)
        if len(entries) > 1:
            message = f"{len(entries)} groups are on one line"
            span, hint = Span(at, at + len(line)), "write each group on a line of its own"
            yield Problem(Code.LISTING_RUN_TOGETHER, message, span, hint, _SOURCE, Severity.WARNING)

    def _group(self, entry: re.Match[str], at: int) -> Iterator[Problem]:
        group = entry["group"]
        members = list(_MEMBER.finditer(entry.string, *entry.span(entry.lastindex or 0)))
        names = [member[0] for member in members]
        if self._utf8:
            names = [name.encode("latin-1").decode("utf-8", "replace") for name in names]
        self.lines.append((group, tuple(names)))
        if group in self._seen:
            span = Span(at + entry.start("group"), at + entry.end("group"))
            message = f"the group {quote(group)} occurs twice"
            yield Problem(Code.LISTING_REPEATED, message, span, None, _SOURCE, Severity.WARNING)
        self._seen.add(group)
        if group in _GROUPS_OF_USERS:
            for member, name in zip(members, names, strict=True):
                yield from self._name(name, Span(at + member.start(), at + member.end()))

    def _name(self, name: str, span: Span) -> Iterator[Problem]:
        if name not in self._judged:
            self._judged[name] = next(iter(validate_user(name)), None)
        first = self._judged[name]
        if first is not None:
            message = f"{quote(name)} is a name that the specification does not allow: {first.message}"
            if names_password(name):
                message, span = "a name that may contain a password is not allowed", Span(span.start, span.start)
            yield Problem(Code.LISTING_NAME, message, span, None, first.source, Severity.WARNING)

    def _broken(self, line: str, at: int) -> Problem:
        place = 0
        explained = line[: self._explainable]
        self._explainable -= len(explained)
        try:
            if explained:
                parse_form("pwdgrp_get", "line", explained)
        except FormError as fault:
            place = fault.at
        message = f"{quote(line, 32)} is not a group with its members"
        span = Span(at + min(place, len(line)), at + len(line))
        return Problem(Code.LISTING_LINE, message, span, _HINT, _SOURCE)
