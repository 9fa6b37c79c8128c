"""The responses that a device may give to a request, and whether a given response is among them."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.oracle.device import SETUP, UNAUTHORIZED, respond
from vapix_proto.oracle.responses.forms import Unknown, decode, encode
from vapix_proto.oracle.rules.access import acceptable, arguments_of, collected
from vapix_proto.vapix.http import HttpRequest, HttpResponse, names_password

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.oracle.device import Device
    from vapix_proto.oracle.redaction import Secrets
    from vapix_proto.oracle.responses.forms import Form

_LEVELS = ("meaning", "bytes")


class Choice(Value):
    """One acceptable response.

    Attributes:
        form: What the response means, however it is written.
        response: The response as the reference device writes it.
        source: What shows that the response is acceptable; starts with ``"not settled"`` if no specification or
            recording settles it.
        device: The device after the response.
    """

    form: Form
    response: HttpResponse
    source: str
    device: Device

    @property
    def settled(self) -> bool:
        """Whether a source confirms that this response is acceptable."""
        return not self.source.startswith("not settled")

    def __repr__(self) -> str:
        return f"<Choice {self.form!r} ({self.source})>"


class Match(Value):
    """The result for an acceptable response.

    Attributes:
        devices: The device in each state that the response allows; several if the outcome is not settled.
        sources: The source of each choice that the response matches.
    """

    devices: tuple[Device, ...]
    sources: tuple[str, ...]

    def __bool__(self) -> bool:
        return True


class Mismatch(Value):
    """The result for an unacceptable response.

    ``reason`` explains what is wrong and cites a source for each fault. It may quote the response, but passwords from
    the request and the device's accounts are shown as ``***``, as in the reports of ``conform``.
    """

    reason: str

    def __bool__(self) -> bool:
        return False


class Expectation(Value):
    """The acceptable responses to a request, starting with the one that the reference device sends.

    Attributes:
        choices: The responses.
        request: The request, with its body as bytes.
    """

    choices: tuple[Choice, ...]
    request: HttpRequest

    def __init__(self, choices: Iterable[Choice], request: HttpRequest) -> None:
        self._set(choices=tuple(choices), request=request)

    @property
    def devices(self) -> tuple[Device, ...]:
        """Every possible device after the request."""
        return _distinct(choice.device for choice in self.choices)

    @property
    def settled(self) -> bool:
        """Whether a source settles every choice."""
        return all(choice.settled for choice in self.choices)

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    def match(self, response: HttpResponse, level: str = "meaning") -> Match | Mismatch:
        """Compares a response with the acceptable ones.

        Args:
            response: A device's response.
            level: ``"meaning"`` compares the status code and the meaning of the body, and accepts any suitable content
                type, or none. ``"bytes"`` accepts only the content type that the reference device sends, and compares
                every byte of the body, except bytes that vary, such as times. Of the other headers, both levels compare
                only ``Axis-Setup``, which every 401 from a device without accounts has.

        Raises:
            ValueError: The level is unknown.
        """
        if level not in _LEVELS:
            raise ValueError(f"the level must be {' or '.join(_LEVELS)}")
        result = self._match(response, level)
        if isinstance(result, Match):
            return result
        secrets = self._secrets()
        clean = _redacted(response, secrets)
        if clean != response:
            # The reason quotes the response, and a quotation with only part of a password might not be redacted.
            again = self._match(clean, level)
            concealed = "the response is not acceptable; it contains a password, so it is not quoted"
            result = again if isinstance(again, Mismatch) else Mismatch(concealed)
        return Mismatch(secrets.hide(result.reason))

    def _match(self, response: HttpResponse, level: str) -> Match | Mismatch:
        found: list[Choice] = []
        reasons: dict[str, list[Choice]] = {}
        for choice in self.choices:
            wrong = choice.form.mismatch(response) or _wrong_setup(choice, response)
            if wrong is None and level == "bytes":
                wrong = _other_bytes(choice, response)
            if wrong is None:
                found.append(choice)
            else:
                reasons.setdefault(wrong, []).append(choice)
        if found:
            return Match(_distinct(choice.device for choice in found), tuple(choice.source for choice in found))
        return Mismatch("; or ".join(f"{wrong} ({_source(choices)})" for wrong, choices in reasons.items()))

    def _secrets(self) -> Secrets:
        """The passwords that no reason may contain."""
        from vapix_proto.oracle.redaction import Secrets  # noqa: PLC0415 - only mismatches need it

        names = dict.fromkeys(name for choice in self.choices for name in choice.device.parameters)
        secrets = Secrets(" ".join((self.request.path, *names)))
        pairs = arguments_of(self.request)
        user = dict(pairs).get("user", "")
        for name, value in pairs:
            if names_password(name) or names_password(value):
                secrets.add(value, user)
        for account in (account for choice in self.choices for account in choice.device.accounts):
            secrets.add(account.password, account.user)
        return secrets


def expect(device: Device, request: HttpRequest, as_user: str | None = None, *, now: int = 0) -> Expectation:
    """The acceptable responses to a request, each with its source and the device's state afterwards.

    Args:
        device: The device before the request.
        request: Any request, valid or not. If its body is a stream, it is read once, even if the request is refused;
            only reading a stream can cause an exception.
        as_user: The user that the request is authenticated as, or None.
        now: Seconds since 1970-01-01 00:00:00 UTC, for the log.

    Raises:
        TypeError: ``now`` is not an int.
        ValueError: The body is a stream of a file that is not seekable and has already been read, or of a file that
            does not have the declared size.
    """
    request = collected(request)
    choices: dict[tuple[object, ...], Choice] = {}
    for row in acceptable(device, request, as_user, now):
        after, response = respond(device, row, request, as_user, now=now)
        choices.setdefault((row.form, after.essence), Choice(row.form, response, row.source, after))
    return Expectation(choices.values(), request)


def _redacted(response: HttpResponse, secrets: Secrets) -> HttpResponse:
    headers = [(name, secrets.hide(value)) for name, value in response.headers]
    return response.replace(headers=headers, body=encode(secrets.hide(decode(response.body))))


def _distinct(devices: Iterable[Device]) -> tuple[Device, ...]:
    """The devices without duplicates; devices that differ only in their logs count as duplicates."""
    return tuple({device.essence: device for device in reversed(list(devices))}.values())[::-1]


def _source(choices: list[Choice]) -> str:
    """The source that shows a fault to be a fault, whichever of the choices a device makes."""
    sources = list(dict.fromkeys(choice.source for choice in choices))
    settled = next((choice.source for choice in choices if choice.settled), None)
    return settled or (sources[0] if len(sources) == 1 else "regardless of what is not settled here")


def _wrong_setup(choice: Choice, response: HttpResponse) -> str | None:
    """What is wrong with the header that, in the recordings, every 401 from a new device has; None if it is right."""
    if response.status != UNAUTHORIZED or choice.device.accounts or isinstance(choice.form, Unknown):
        return None
    name, value = SETUP
    found = next((text for key, text in response.headers if key.lower() == name.lower()), None)
    if found == value:
        return None
    return f"the header {name} is {'missing' if found is None else repr(found[:64])}, not {value!r}"


def _other_bytes(choice: Choice, response: HttpResponse) -> str | None:
    expected = choice.response
    if response.content_type != expected.content_type:
        return f"the content type is {response.content_type[:64]!r}, not {expected.content_type!r}"
    got, wanted = choice.form.known(response.body), choice.form.known(expected.body)
    if got == wanted and response.status == expected.status:
        return None
    pairs = zip(got, wanted, strict=False)
    at = next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(got), len(wanted)))
    return f"the body differs at byte {at}: {got[at : at + 24]!r}, not {wanted[at : at + 24]!r}"
