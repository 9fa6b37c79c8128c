"""Whether a text is a TZ string of a dialect, and which zone it is; why it is not is another module's work."""

from __future__ import annotations

from vapix_proto._grammar import FormError, parse
from vapix_proto.errors import Code, Problem, Span
from vapix_proto.tz.build import local_time_types, rule
from vapix_proto.tz.checks import check
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto._grammar import Node
    from vapix_proto.tz.dialect import Dialect


def form(text: str) -> Node:
    """The parse tree of a text.

    Raises:
        FormError: The text does not have the form of a TZ string.
    """
    return parse("posix_tz", "tz", text)


def limit_problems(tree: Node, text: str, dialect: Dialect) -> list[Problem]:
    """Every limit of the dialect that a text of the right form breaks, in the order of the text."""
    problems = list(check(tree, dialect, Span))
    _, dst, start, _ = tree.parts
    if dialect.rules_required and dst is not None and start is None:
        problems.append(rules_required(len(text), dialect))
    return problems


def rules_required(at: int, dialect: Dialect) -> Problem:
    """The problem of DST without rules in a dialect that needs them."""
    message = f"{dialect.name} needs the rules of daylight saving time"
    return Problem(Code.TZ_RULE_MISSING, message, Span(at, at), "add ,start,end", dialect.sources["rules"])


def build(tree: Node) -> PosixTimeZone:
    """The zone of a tree that breaks no limit."""
    std, dst, start, end = tree.parts
    if start is None:
        return PosixTimeZone(*local_time_types(std, dst))
    return PosixTimeZone(*local_time_types(std, dst), rule(start), rule(end))


def recognises(text: str, dialect: Dialect) -> bool:
    """Whether a text is a TZ string of the dialect."""
    try:
        tree = form(text)
    except FormError:
        return False
    return not limit_problems(tree, text, dialect)
