"""The fixtures ``vapix_emulator`` and ``vapix_emulator_session``, which pytest finds where this package is installed.

They load what they need late. An emulator serves in a thread of its own, so a test that uses one may be a function or a
coroutine, for pytest-asyncio, anyio or any other plugin.
"""

from __future__ import annotations

import pytest

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.emulator import Emulator

_MARK = "vapix_emulator(axis_os=None, user='root', password='pass', ...): arguments of the Emulator of the fixture"


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known."""
    config.addinivalue_line("markers", _MARK)


@pytest.fixture
def vapix_emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A running ``Emulator`` with a new device: ``vapix_emulator.url`` and ``vapix_emulator.device``.

    Its initial admin is ``root`` with the password ``pass``. The mark ``vapix_emulator`` gives other arguments; so does
    an indirect parameter, which is a version or a dict of arguments, and wins over the mark. Without the extra
    ``emulator`` the test fails.
    """
    yield from _served(request)


@pytest.fixture(scope="session")
def vapix_emulator_session(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """One running ``Emulator`` for all tests of a session, which find its device as those before left it.

    An indirect parameter gives it a version or other arguments, as for ``vapix_emulator``; it has no mark.
    """
    yield from _served(request)


def _served(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    from vapix_proto._value import discreet  # noqa: PLC0415 - pytest starts without it

    emulator = discreet(_requested)(request)
    with emulator:
        yield emulator


def _requested(request: pytest.FixtureRequest) -> Emulator:
    """The emulator that the mark and the parameter ask for."""
    try:
        from vapix_proto.emulator import Emulator  # noqa: PLC0415 - pytest starts without it
    except ImportError as error:
        # A skipped test would look like a passed one.
        pytest.fail(str(error), pytrace=False)
    mark = request.node.get_closest_marker("vapix_emulator")
    args, options = (mark.args, mark.kwargs) if mark else ((), {})
    given = getattr(request, "param", {})
    if not isinstance(given, dict):
        given = {"axis_os": given}
    if "axis_os" in given:
        args = ()
    return Emulator(*args, **({"user": "root", "password": "pass"} | options | given))
