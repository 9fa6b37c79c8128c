"""The passphrase policies of AXIS OS 12.9 and later, and their requirements for passwords."""

from __future__ import annotations

from vapix_proto._places import plural
from vapix_proto.errors import Code, Problem, Span, quote

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KINDS: dict[str, Callable[[str], bool]] = {
    "upper-case letter": str.isupper,
    "lower-case letter": str.islower,
    "digit": str.isdigit,
    "special character": lambda character: not character.isalnum(),
}
#: Policies, keyed by their ID on devices: the minimum number of characters, and the required kinds of characters.
_POLICIES = {"none": (0, ()), "length": (15, ()), "complex": (12, tuple(_KINDS))}
_SOURCE = "AXIS OS 12.9, passphrase policy"


def check_policy(policy: str) -> None:
    """Raises a ValueError unless a policy has this ID."""
    if policy not in _POLICIES:
        raise ValueError(f"{quote(policy)} is not a passphrase policy: write one of {', '.join(_POLICIES)}")


def policy_problems(text: str, policy: str) -> Iterator[Problem]:
    """The policy requirements that a password does not meet. No message contains any part of the password."""
    least, kinds = _POLICIES[policy]
    whole = Span(0, len(text))
    if len(text) < least:
        message = f"the password has {plural(len(text), 'character')}; the policy {policy!r} requires {least} or more"
        yield Problem(Code.PASSWORD_POLICY, message, whole, None, _SOURCE)
    for kind in kinds:
        if not any(map(_KINDS[kind], text)):
            message = f"the password has no {kind}; the policy {policy!r} requires one"
            yield Problem(Code.PASSWORD_POLICY, message, whole, None, _SOURCE)
