"""The reference device behind HTTP, for tests of clients: ``with Emulator(...) as emulator``, ``emulator.url``.

It needs the extra ``emulator``. Its use and its limits are described in docs/emulator.md.
"""

try:
    import uvicorn  # noqa: F401 - an extra, which may be missing
except ModuleNotFoundError as error:
    raise ImportError(
        f"{error.name} is missing; install the emulator with: pip install 'vapix-proto[emulator]'", name=error.name
    ) from None

from vapix_proto._lazy import public as _public

with _public(__name__, globals()):
    from vapix_proto.emulator.app import Limits as Limits
    from vapix_proto.emulator.server import Emulator as Emulator
