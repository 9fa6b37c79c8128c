"""The reference device: an immutable value that answers requests."""

from __future__ import annotations

from vapix_proto.oracle.logs import ADDRESS
from vapix_proto.oracle.responses.forms import Headed
from vapix_proto.oracle.responses.quotations import visible
from vapix_proto.oracle.rules.access import acceptable
from vapix_proto.oracle.rules.tz_strings import zone_of
from vapix_proto.oracle.state import State
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Self, TypeVar

    from vapix_proto.oracle.rules.outcomes import Acceptable
    from vapix_proto.tz.aliases import ReadingName
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.vapix.http import HttpRequest, HttpResponse

    D = TypeVar("D", bound="Device")

_UTC = LocalTimeType(0, False, "UTC")
UNAUTHORIZED = 401
_DENIED = (UNAUTHORIZED, 403)
#: The header that a device without an administrator sends with every 401 (recorded).
SETUP = ("Axis-Setup", "vapix")
_SHOWN_MAX = 64


class Device(State, init=False):
    """A reference device as an immutable, hashable value. By default, it is factory-new.

    ``handle`` returns the device after a request, together with the response. A device does no I/O and has no clock:
    the authenticated user and the current time are arguments. The repr shows no passwords; ``to_dict`` and
    pickles contain them in plain text.

    Attributes:
        axis_os: The version of AXIS OS, as an ``AxisOs`` or a str such as ``"11.11"``.
        accounts: The ``state.Account`` values, in order of creation.
        settings: Parameters (without ``root.``) and Time API settings that differ from a factory-new device's.
        log: The events of the access log and the system log, oldest first; at most 100 from each log.

    Raises:
        ValueError: The version is malformed or before 5.00; or it lacks a parameter in ``settings``, or does not allow
            the parameter's value; or two accounts have the same name.
        TypeError: A field has the wrong type.
    """

    __slots__ = ()

    def handle(self, request: HttpRequest, as_user: str | None = None, *, now: int = 0) -> tuple[Self, HttpResponse]:
        """The device after a request, and the first of the acceptable responses.

        Args:
            request: Any request, valid or not. If its body is a stream, it is read once, even if the request is
                refused; only reading a stream can cause an exception.
            as_user: The user that the request is authenticated as, or None. The caller checks credentials.
            now: Seconds since 1970-01-01 00:00:00 UTC, for the log.

        Raises:
            TypeError: ``now`` is not an int.
            ValueError: The body is a stream of a file that is not seekable and has already been read, or of a file
                that does not have the declared size.
        """
        device, response = respond(self, acceptable(self, request, as_user, now)[0], request, as_user, now=now)
        return device, response

    @property
    def zone(self) -> PosixTimeZone | None:
        """The POSIX time zone in force; None for an IANA zone, as the reference device has no time zone database."""
        rule = self.time_zone.rule
        return None if rule is None else zone_of(rule)

    def local_time(self, instant: int, *, reading: Reading | ReadingName = Reading.MERGE) -> LocalTimeType:
        """The local time type in force on the device; UTC for an IANA zone.

        The reference device has no time zone database, so it does not know the local time in an IANA zone.
        ``Time.DST.Enabled=no`` means standard time all year (specification, Time.DST).

        Args:
            instant: An integer of any size, in seconds since 1970-01-01 00:00:00 UTC.
            reading: How the device reads a string on which implementations disagree.
        """
        zone = self.zone
        if zone is None:
            return _UTC
        return zone.clock(reading=reading).at(instant) if self.time_zone.dst else zone.std

    def __repr__(self) -> str:
        people = ", ".join(account.user for account in self.accounts[:8])
        return f"<Device AXIS OS {self.axis_os}, accounts: {people!r}>"


def respond(
    device: D, choice: Acceptable, request: HttpRequest, as_user: str | None = None, *, now: int = 0
) -> tuple[D, HttpResponse]:
    """The device after it has sent an acceptable response, and that response as an HTTP message."""
    response = choice.form.to_http(device.profile)
    if response.status == UNAUTHORIZED and not device.has_admin:
        response = response.replace(headers=(*response.headers, SETUP))
    if request.method == "HEAD" and response.body:
        response = Headed(response).to_http(device.profile)
    who = visible(as_user or "-")[:_SHOWN_MAX]
    # The log entry omits the query, which may contain a password.
    what = visible(f"{request.path.partition('?')[0]} {request.method}")[: 2 * _SHOWN_MAX]
    level = "Warning" if response.status in _DENIED else "Informational"
    after = choice.state.logged(now, "Access", level, f"{who} from {ADDRESS} {what} {response.status}")
    assert isinstance(after, type(device))  # noqa: S101 - rules replace a device's fields, never its type
    return after, response
