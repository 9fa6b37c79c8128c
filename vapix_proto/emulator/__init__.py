"""The reference device over HTTP and HTTPS, for testing clients.

``with Emulator(...) as emulator`` serves at ``emulator.url``. The package needs the ``emulator`` extra, and the ``tls``
extra to make certificates. docs/reference/emulator.md describes its use and its limits.
"""

try:
    import uvicorn  # noqa: F401 - an extra, which may be missing
except ModuleNotFoundError as error:
    raise ImportError(
        f"{error.name} is missing: install the emulator extra of vapix-proto, as its README describes", name=error.name
    ) from None

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.emulator.app import Limits as Limits
    from vapix_proto.emulator.server import Emulator as Emulator
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
