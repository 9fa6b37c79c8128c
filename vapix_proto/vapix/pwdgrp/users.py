"""User names, passwords and comments for accounts on Axis devices.

Problems cite VAPIX System settings, "Add, modify and delete user accounts", followed by the argument's name.
"""

from __future__ import annotations

import re

from vapix_proto._value import discreet
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.http import MASK
from vapix_proto.vapix.pwdgrp.policies import check_policy, policy_problems
from vapix_proto.vapix.pwdgrp.user_names import accepted_name
from vapix_proto.vapix.texts import SURROGATE, need_text

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from pydantic_core import CoreSchema

USER_MAX = 14
PASSWORD_MAX = 64
_USER, _PASSWORD, _COMMENT = (re.compile(EXPRESSIONS["accounts", symbol]) for symbol in ("user", "password", "comment"))
CLAUSE = CGIS["pwdgrp.cgi"].source
#: What str() and repr() return for a ``Password``, and for pydantic's ``SecretStr``.
MASKS = frozenset({MASK, f"Password({MASK!r})", "**********", "SecretStr('**********')"})


def validate_user(text: str) -> tuple[Problem, ...]:
    """Every problem with a user name, which must have 1-14 characters from a-z, A-Z and 0-9.

    Raises:
        TypeError: The argument is not a str.
    """
    need_text("a user name", text)
    source = f"{CLAUSE}: user"
    if not text:
        return (Problem(Code.USER_EMPTY, "the user name is empty", Span(0, 0), None, source),)
    runs = _foreign(text, _USER)
    if not runs and len(text) <= USER_MAX:
        return ()
    name = accepted_name(text)
    fix = name if name is not None and len(name) <= USER_MAX else None
    hint = None if fix is None else f"write {fix}"
    problems = []
    for start, end in runs:
        message = f"{quote(text[start:end])} is not allowed in a user name: only a-z, A-Z and 0-9 are"
        problems.append(Problem(Code.USER_CHARACTER, message, Span(start, end), hint, source, fix=fix))
    if len(text) > USER_MAX:
        message = f"{quote(text)} has {len(text)} characters; a user name has at most {USER_MAX}"
        if hint is None and name is not None:
            # Shortened names may collide, so a person must decide which characters to leave out.
            hint = f"shorten it to {USER_MAX} characters, for example {name[:USER_MAX]}"
        problems.append(Problem(Code.USER_LONG, message, Span(0, len(text)), hint, source, fix=fix))
    return tuple(sorted(problems, key=lambda problem: problem.span))


@discreet
def validate_password(
    text: str | Password, *, printable_only: bool = True, policy: str = "none"
) -> tuple[Problem, ...]:
    """Every problem with a password. No message quotes any part of it.

    A mask instead of a password, such as the ``********`` that ``str(Password(...))`` returns, is a problem, too.

    Args:
        text: The password.
        printable_only: True requires 1-64 characters of ASCII 32 to 126, as specified. False allows what the newer
            text of the specification allows without ``strict_pwd``: one or more characters of any kind.
        policy: The device's passphrase policy, from AXIS OS 12.9 on: ``none``, ``length`` (15 characters or more)
            or ``complex`` (12 or more, with upper and lower case, a digit and a special character).

    Raises:
        TypeError: The password is neither a str nor a ``Password``.
        ValueError: The policy does not exist.
    """
    check_policy(policy)
    text = text.reveal() if isinstance(text, Password) else text
    need_text("a password", text)
    source = f"{CLAUSE}: pwd"
    if not text:
        return (Problem(Code.PASSWORD_EMPTY, "the password is empty", Span(0, 0), None, source),)
    if text in MASKS:
        message, hint = "the password is a mask, not the password itself", "use the password that the mask stands for"
        return (Problem(Code.PASSWORD_MASKED, message, Span(0, len(text)), hint, source),)
    return *_character_problems(text, source, printable_only=printable_only), *policy_problems(text, policy)


def _character_problems(text: str, source: str, *, printable_only: bool) -> tuple[Problem, ...]:
    if not printable_only:
        half = SURROGATE.search(text)
        if half is None:
            return ()
        message = "the password contains half of a surrogate pair, which UTF-8 can't encode"
        return (Problem(Code.PASSWORD_CHARACTER, message, Span(*half.span()), None, source),)
    problems = [
        Problem(
            Code.PASSWORD_CHARACTER,
            "the password contains a character that is not printable ASCII (32 to 126)",
            Span(start, end),
            None,
            source,
        )
        for start, end in _foreign(text, _PASSWORD)
    ]
    if len(text) > PASSWORD_MAX:
        message = f"the password has {len(text)} characters; at most {PASSWORD_MAX} are allowed"
        problems.append(Problem(Code.PASSWORD_LONG, message, Span(0, len(text)), None, source))
    return tuple(sorted(problems, key=lambda problem: problem.span))


def validate_comment(text: str) -> tuple[Problem, ...]:
    """Every problem with a comment, which must be a single line of text and may be empty.

    Raises:
        TypeError: The argument is not a str.
    """
    need_text("a comment", text)
    return tuple(
        Problem(
            Code.ARGUMENT_VALUE,
            f"{quote(text[start:end])} is not allowed in a comment, "
            "which is one line of text without control characters",
            Span(start, end),
            "leave it out",
            f"{CLAUSE}: comment",
        )
        for start, end in _foreign(text, _COMMENT)
    )


class UserName(str):
    """A user name: 1-14 characters from a-z, A-Z and 0-9.

    Raises:
        ParseError: The text is not a user name.
        TypeError: The argument is not a str.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> UserName:
        """The text as a user name."""
        problems = validate_user(text)
        if problems:
            raise ParseError(problems[0], text, *problems[1:])
        # str.__str__ returns the characters; str() of an enum member may return something else.
        return super().__new__(cls, str.__str__(text))

    def __repr__(self) -> str:
        return f"UserName({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return UserName, (str(self),)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object, /) -> CoreSchema:
        from vapix_proto._pydantic import text_schema  # noqa: PLC0415 - only pydantic needs it

        return text_schema(cls, cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object, /) -> dict[str, Any]:
        from vapix_proto.vapix.schemas import json_schema  # noqa: PLC0415

        return json_schema("user")


class Password:
    """A password that is shown only on request: repr, str and format mask it, and it can't be pickled.

    ``reveal()`` is the only way to read it. Comparing two passwords takes the same time no matter where they differ.

    Args:
        secret: The password. If it is a ``Password``, the new one is equal to it.
        printable_only: As for ``validate_password``.

    Raises:
        ParseError: ``secret`` is an invalid password or a mask. Neither the error nor its traceback shows any of it.
        TypeError: The argument is neither a str nor a ``Password``.
    """

    __slots__ = ("_secret",)
    _secret: str

    @discreet
    def __init__(self, secret: str | Password, *, printable_only: bool = True) -> None:
        secret = secret.reveal() if isinstance(secret, Password) else secret
        problems = validate_password(secret, printable_only=printable_only)
        if problems:
            raise ParseError(problems[0], "*" * min(len(secret), 2 * PASSWORD_MAX), *problems[1:])
        object.__setattr__(self, "_secret", str.__str__(secret))

    def reveal(self) -> str:
        """The password itself."""
        return self._secret

    @discreet
    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Password is frozen")

    @discreet
    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Password is frozen")

    def __repr__(self) -> str:
        return f"Password({MASK!r})"

    def __str__(self) -> str:
        return MASK

    @discreet
    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __len__(self) -> int:
        return len(self._secret)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Password):
            return NotImplemented
        # Imported here, because loading OpenSSL takes longer than loading all request classes together.
        from hmac import compare_digest  # noqa: PLC0415

        return compare_digest(
            self._secret.encode("utf-8", "surrogatepass"), other._secret.encode("utf-8", "surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Password, self._secret))

    @discreet
    def __reduce__(self) -> NoReturn:
        raise TypeError("a Password can't be pickled: the pickle would show it in clear text")

    @discreet
    def __getstate__(self) -> NoReturn:
        raise TypeError("a Password can't be pickled: the pickle would show it in clear text")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object, /) -> CoreSchema:
        from vapix_proto._pydantic import text_schema  # noqa: PLC0415 - only pydantic needs it

        return text_schema(cls, cls, secret=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object, /) -> dict[str, Any]:
        from vapix_proto.vapix.schemas import json_schema  # noqa: PLC0415

        if getattr(handler, "mode", None) == "serialization":
            return {"type": "string", "format": "password", "const": MASK}
        return json_schema("pwd")

    def __copy__(self) -> Password:
        return self

    def __deepcopy__(self, memo: object) -> Password:
        return self


#: The maximum number of runs of disallowed characters to report. If there are more, the last reported run extends to
#: the last disallowed character.
_RUNS_MAX = 16


def _foreign(text: str, allowed: re.Pattern[str]) -> list[tuple[int, int]]:
    """The start and end of each run of characters that the pattern does not allow."""
    if allowed.fullmatch(text):
        return []
    runs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if allowed.fullmatch(character):
            continue
        if runs and (runs[-1][1] == index or len(runs) == _RUNS_MAX):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs
