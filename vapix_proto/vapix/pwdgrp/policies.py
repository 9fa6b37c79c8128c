"""The passphrase policies of devices, from AXIS OS 12.9 on: what each requires of a password."""

from __future__ import annotations

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
#: By the id that devices give each policy: the least number of characters, and the kinds that must be among them.
_POLICIES = {"none": (0, ()), "length": (15, ()), "complex": (12, tuple(_KINDS))}
_SOURCE = "AXIS OS 12.9, passphrase policy"


def check_policy(policy: str) -> None:
    """Refuses an id that no policy has, by a ValueError."""
    if policy not in _POLICIES:
        raise ValueError(f"{quote(policy)} is not a passphrase policy: there are {', '.join(_POLICIES)}")


def policy_problems(text: str, policy: str) -> Iterator[Problem]:
    """What a policy requires that a password lacks; no message contains any of its characters."""
    least, kinds = _POLICIES[policy]
    whole = Span(0, len(text))
    if len(text) < least:
        message = f"the password has {len(text)} characters; the policy {policy} requires {least} or more"
        yield Problem(Code.PASSWORD_POLICY, message, whole, None, _SOURCE)
    for kind in kinds:
        if not any(map(_KINDS[kind], text)):
            message = f"the password has no {kind}; the policy {policy} requires one"
            yield Problem(Code.PASSWORD_POLICY, message, whole, None, _SOURCE)
