"""Two small languages of network devices, parsed, validated, explained: POSIX TZ strings and VAPIX System settings."""

from vapix_proto._lazy import public as _public

with _public(__name__, globals()):
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
