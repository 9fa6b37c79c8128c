"""The settings and variables that hold TZ strings, such as ``TZ=`` in a shell script, and the calls that accept them.

They are keyed by language. Each is found by a pattern. One of the pattern's groups matches the string: ``double`` in
double quotes, ``single`` in single quotes, ``plain`` without quotes, ``url`` encoded in a URL. Repetitions in patterns
are bounded, so that search time is linear in the size of the text.
"""

from __future__ import annotations

import re

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(Value):
    """A setting or variable that holds a TZ string, or a call that accepts one, in configuration or source code.

    Attributes:
        title: Its usual name.
        pattern: The pattern to search for. A group ``name`` matches the name of a constant whose value is the string.
        posix: Whether only POSIX TZ strings are valid there. If not, zone names are valid, too, and only text that was
            clearly meant as a POSIX string is checked.
        dialect: The dialect of the strings there.
    """

    title: str
    pattern: re.Pattern[str]
    posix: bool = False
    dialect: str = "posix-2024"


class Language(Value):
    """A family of files in which TZ strings are written in the same way.

    Attributes:
        files: The files, as patterns for the ends of their paths.
        opening: A pattern that recognises files with other names by their beginning.
        quotings: For each named group of a pattern, how the matched string is quoted: a key of ``literals.QUOTINGS``.
        ignored: A pattern that matches the comments to ignore. It also matches literals (group ``kept``), so that no
            comment is found inside them.
        places: The settings and variables that hold TZ strings, and the calls that accept them.
        constants: A pattern for definitions of constants that may be TZ strings.
    """

    files: tuple[str, ...]
    opening: re.Pattern[str] | None
    quotings: Mapping[str, str]
    ignored: re.Pattern[str] | None
    places: tuple[Place, ...]
    constants: re.Pattern[str] | None = None


def _place(title: str, pattern: str, *, posix: bool = False, dialect: str = "posix-2024") -> Place:
    return Place(title, re.compile(pattern, re.MULTILINE), posix, dialect)


_END = r"(?=[ \t]*(?:[ \t]#[^\n]*)?\r?$)"
_DOUBLE = r'"(?P<double>(?:[^"\\\n]|\\.){0,255})"'
_SINGLE = r"'(?P<single>[^'\n]{0,255})'"
_LINE = r"{0}(?P<plain>[^\s\"'](?:[^\n]{{0,255}}?[^\s])??)"
_SHELL_WORD = r"{0}(?P<plain>(?:[^\s\"'`\\;&|()<>$#]|\\[^\r\n]){{1,255}})"
_PLAIN_WORD = r"{0}(?P<plain>[^\s\"'#]{{1,255}})"
# In the next two patterns, the quotes also enclose the text before the value. A backslash and an n, as in a format for
# printf, end the value.
_DOUBLE_1 = r'"{0}(?P<double_1>(?:[^"\\\n]|\\[^n\n]){{0,255}})(?:\\n(?:[^"\\\n]|\\.){{0,255}})?"'
_SINGLE_1 = r"'{0}(?P<single_1>(?:[^'\\\n]|\\(?!n)){{0,255}})(?:\\n[^'\n]{{0,255}})?'"


def _value(plain: str, end: str, before: str = "") -> str:
    """A pattern for a value in double quotes, in single quotes or without quotes.

    The quotes may also enclose what comes before the value.
    """
    forms = [_DOUBLE, _SINGLE]
    if before:
        forms = [before + form for form in forms] + [_DOUBLE_1.format(before), _SINGLE_1.format(before)]
    return f"(?:{'|'.join([*forms, plain.format(before)])}){end}"


_SHELL_END = r"(?=[\s;&|)`]|$)"
_ASSIGNMENT = r"(?<![\w$.{/:=-])"
# A number sign within quotes does not start a comment.
_HASH_COMMENTS = re.compile(r"^[ \t]*#[^\n]*|(?<=[ \t])#[^\n\"']{0,500}$", re.MULTILINE)
_QUOTES = {"double": "backslash", "single": "none", "plain": "none", "url": "url"}

_PARAMETER = r"(?:root\.)?Time\.POSIXTimeZone="
_IN_URL = r"[^\s&\"'`#\\]"
_AXIS = _place(
    "Time.POSIXTimeZone",
    rf"^[ \t]*{_PARAMETER}(?P<plain>[^\s](?:[^\n]{{0,255}}?[^\s])??)[ \t]*\r?$",
    posix=True,
    dialect="vapix",
)
# The string is in a URL or a quoted request body, and the full stop of a sentence may follow it.
_AXIS_REQUEST = _place(
    "Time.POSIXTimeZone",
    rf"(?:://|[\"'])[^\s\"'`]{{0,255}}[?&]{_PARAMETER}(?P<url>{_IN_URL}{{1,255}}?)(?=[).,;]{{0,3}}(?!{_IN_URL}))",
    posix=True,
    dialect="vapix",
)
_SHELL = (
    _place("TZ=", _ASSIGNMENT + _value(_SHELL_WORD, _SHELL_END, "TZ=")),
    _place(
        "UCI timezone", _ASSIGNMENT + _value(_SHELL_WORD, _SHELL_END, r"system\.[^\s=.]{1,40}\.timezone="), posix=True
    ),
    _AXIS_REQUEST,
)

# A C literal; adjacent literals are joined, whatever white space and comments lie between them.
_GAP = r"\s{0,200}"
_C_PART = r'(?:[^"\\\n]|\\[^\n]){0,255}'
_C_TEXT = rf'(?P<double>{_C_PART}(?:"{_GAP}"{_C_PART}){{0,8}})"'
# The value does not end at a literal if another literal or a word follows it. A word on the line after a #define is
# the exception.
_C_END = rf'(?!{_GAP}["+]|[ \t]{{0,200}}\w)'
_C_VALUE = rf'(?:(?:PSTR|F|String)\(\s{{0,20}})?"{_C_TEXT}{_C_END}'
_C_ARGUMENT = rf"{_C_VALUE}(?!{_GAP}\w)"
_C_COMMA = rf',(?:"{_GAP}")?\s?'
# A raw string that contains no backslash needs no decoding.
_PY_RAW = r"""[rR](?:"(?P<plain>[^"\\\n]{0,255})"|'(?P<plain_1>[^'\\\n]{0,255})')"""
_PY_PLAIN = rf"""(?:"(?P<double>{_C_PART})"|'(?P<single>(?:[^'\\\n]|\\[^\n]){{0,255}})')"""
_PY_VALUE = rf"""(?:{_PY_RAW}|{_PY_PLAIN})(?![ \t]{{0,80}}[\w"'+%.])"""
_CALLS = r"\b(?:configTzTime|configTime|setTZ|setPosix)\s{0,20}\(\s{0,80}"
_SETENV = r'\b(?:setenv|_putenv_s)\s{0,20}\(\s{0,80}"TZ"\s{0,20},\s{0,80}'

_CONSTANTS = re.compile(
    r"(?:#[ \t]*define[ \t]+(?P<name>[A-Za-z_]\w*)[ \t]+\(?"
    r"|\b(?P<name_1>[A-Za-z_]\w*)[ \t]*(?:\[[^\]\n]{0,80}\][ \t]*)?(?:PROGMEM[ \t]*)?=\s{0,80})" + _C_VALUE
)
_C = Language(
    tuple(f"*.{suffix}" for suffix in ("c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "tpp")),
    None,
    _QUOTES | {"double": "c"},
    re.compile(
        r"""(?P<kept>"(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\\\n]|\\.){0,9}')|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)""",
        re.DOTALL,
    ),
    (
        _place("configTzTime and the like", _CALLS + _C_ARGUMENT, posix=True),
        _place("configTzTime and the like", _CALLS + r"(?P<name>[A-Za-z_]\w*)\s{0,20}[,)]", posix=True),
        _place("setenv", _SETENV + _C_ARGUMENT),
        _place("setenv", _SETENV + r"(?P<name>[A-Za-z_]\w*)\s{0,20}[,)]"),
        _place("setenv", r'\b_?putenv\s{0,20}\(\s{0,80}(?:\(char\s{0,20}\*\s{0,20}\)\s{0,20})?"TZ=' + _C_TEXT + _C_END),
        _place(
            "string with rules",
            r'"(?P<double>(?:<[^<>"\s]{1,12}>|[A-Za-z]{3,10})[+-]?[0-9][^"\\\s,]{0,30}'
            rf'{_C_COMMA}(?:M[0-9]{{1,2}}\.[0-9]|J[0-9]{{1,3}}[/,])[^"\\\s,]{{0,20}}'
            rf'(?:{_C_COMMA}[^"\\\s,]{{0,20}}){{0,3}})"{_C_END}',
        ),
    ),
    _CONSTANTS,
)
#: C for microcontrollers, recognised by its headers; C libraries for microcontrollers do not support zone names.
_ARDUINO = _C.replace(
    files=("*.ino", "*.pde"),
    opening=re.compile(
        r"""^[ \t]*#[ \t]*include[ \t]*[<"](?:Arduino|ESP|esp_|WiFi|freertos/|pico/|lwip/)""", re.MULTILINE
    ),
    places=tuple(place.replace(posix=True) for place in _C.places),
)

LANGUAGES: dict[str, Language] = {
    "arduino": _ARDUINO,
    "c": _C,
    "yaml": Language(
        ("*.yaml", "*.yml"),
        None,
        _QUOTES,
        _HASH_COMMENTS,
        (
            _place(
                "YAML timezone or TZ",
                r"""^[ \t]*(?:-[ \t]+)?(?P<q>["']?)(?:time_?zone|TZ)(?P=q)[ \t]*:[ \t]+""" + _value(_LINE, _END),
            ),
            # This is how environment variables are written for Kubernetes.
            _place(
                "YAML name and value",
                r"""^[ \t]*(?:-[ \t]+)?name[ \t]*:[ \t]+(?P<q>["']?)TZ(?P=q)[ \t]*(?:[ \t]#[^\n]{0,255})?\r?\n"""
                r"[ \t]+value[ \t]*:[ \t]+" + _value(_LINE, _END),
            ),
            _place("YAML list of variables", r"^[ \t]*-[ \t]+" + _value(_LINE, _END, "TZ=")),
        ),
    ),
    "uci": Language(
        ("*/etc/config/*", "*.uci"),
        re.compile(r"(?:[ \t]*(?:#[^\n]*|package[ \t][^\n]*)?\r?\n)*[ \t]*config[ \t]+['\"]?\w+"),
        _QUOTES | {"double": "none"},
        _HASH_COMMENTS,
        (
            _place(
                "UCI timezone",
                r"^[ \t]*option[ \t]+(?:timezone|'timezone'|\"timezone\")[ \t]+" + _value(_PLAIN_WORD, r"[ \t]*\r?$"),
                posix=True,
            ),
        ),
    ),
    "env": Language(
        ("*/.env", "*/.env.*", "*.env", "*/etc/environment"),
        None,
        _QUOTES | {"double": "shell-double", "plain": "env"},
        _HASH_COMMENTS,
        (_place("TZ=", r"^[ \t]*(?:export[ \t]+)?TZ[ \t]*=[ \t]*" + _value(_LINE, _END)),),
    ),
    "shell": Language(
        (
            *("*.sh", "*.bash", "*.zsh", "*.ksh", "*/.envrc", "*/uci-defaults/*"),
            *("*/.profile", "*/.bashrc", "*/.bash_profile", "*/.zshrc", "*/.zshenv", "*/etc/profile"),
        ),
        re.compile(r"#!.*\b(?:a|ba|da|k|z)?sh\b"),
        _QUOTES | {"double": "shell-double", "plain": "shell"},
        _HASH_COMMENTS,
        _SHELL,
    ),
    "dockerfile": Language(
        ("*/dockerfile", "*/dockerfile.*", "*.dockerfile", "*/containerfile", "*/containerfile.*"),
        None,
        _QUOTES | {"double": "shell-double", "plain": "shell"},
        # Commands in JSON form are ignored, because their quoting differs from a shell's.
        re.compile(rf"{_HASH_COMMENTS.pattern}|^[ \t]*(?:RUN|CMD|ENTRYPOINT)[ \t]+\[[ \t]*\"[^\n]*", re.MULTILINE),
        (
            _place("ENV TZ", r"^[ \t]*ENV[ \t]+(?:[^\n]{0,255}?[ \t])??TZ=" + _value(_PLAIN_WORD, r"(?<!\\)(?=\s|$)")),
            _place("ENV TZ", r"^[ \t]*ENV[ \t]+TZ[ \t]+" + _value(_LINE, r"(?<!\\)(?=[ \t]*\r?$)")),
            *_SHELL,
        ),
    ),
    "crontab": Language(
        ("*/crontab", "*.crontab", "*.cron", "*/cron.d/*", "*/crontabs/*"),
        None,
        _QUOTES | {"plain": "env"},
        re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE),
        (_place("TZ or CRON_TZ", r"^[ \t]*(?:CRON_)?TZ[ \t]*=[ \t]*" + _value(_LINE, r"[ \t]*\r?$")), _SHELL[0]),
    ),
    "systemd": Language(
        ("*.service", "*.service.d/*.conf"),
        None,
        _QUOTES,
        None,
        (
            _place(
                "Environment=",
                r"^[ \t]*Environment[ \t]*=[ \t]*(?:[^\n]{0,255}?[ \t])??" + _value(_PLAIN_WORD, r"(?=\s|$)", "TZ="),
            ),
        ),
    ),
    "python": Language(
        ("*.py", "*.pyw"),
        re.compile(r"#!.*\bpython"),
        _QUOTES | {"single": "backslash"},
        re.compile(
            r'''(?P<kept>"""(?:[^"\\]|\\(?:.|\Z)|"(?!""))*(?:"""|\Z)|'''
            r"""'''(?:[^'\\]|\\(?:.|\Z)|'(?!''))*(?:'''|\Z)|"""
            r""""(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|#[^\n]*""",
            re.DOTALL,
        ),
        (
            _place("environ['TZ']", r"""\benviron\[["']TZ["']\][ \t]*=[ \t]*""" + _PY_VALUE),
            _place(
                "TZ of an environment",
                r"""(?:["']TZ["']\s{0,20}:|\b(?:setdefault|setenv|putenv)\(\s{0,80}["']TZ["'],)\s{0,80}""" + _PY_VALUE,
            ),
            _AXIS_REQUEST,
        ),
    ),
    # A document may quote a request that the device refuses.
    "text": Language((), None, _QUOTES, None, (_AXIS, _AXIS_REQUEST.replace(posix=False))),
}
