"""Parses, validates and explains POSIX TZ strings, and requests and responses of the VAPIX System settings API."""

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto import conform as conform
    from vapix_proto import oracle as oracle
    from vapix_proto import tz as tz
    from vapix_proto import vapix as vapix
    from vapix_proto._version import __version__ as __version__
    from vapix_proto.errors import Code as Code
    from vapix_proto.errors import ParseError as ParseError
    from vapix_proto.errors import Problem as Problem
    from vapix_proto.errors import Severity as Severity
    from vapix_proto.errors import Span as Span
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
