"""The fixtures ``vapix_emulator`` and ``vapix_emulator_session``, which pytest finds once this package is installed.

They load the emulator only when a test asks for it. The emulator runs in its own thread, so a test may be an ordinary
function, or a coroutine that pytest-asyncio, anyio or any other plugin runs.
"""

from __future__ import annotations

import pytest

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from vapix_proto.emulator import Emulator

_MARK = "vapix_emulator(axis_os=None, user='root', password='pass', ...): arguments for the fixture's Emulator"


def pytest_configure(config: pytest.Config) -> None:
    """Registers the mark ``vapix_emulator``."""
    config.addinivalue_line("markers", _MARK)


@pytest.fixture
def vapix_emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A running ``Emulator`` with a new device: ``vapix_emulator.url`` and ``vapix_emulator.device``.

    The initial admin is ``root`` with the password ``pass``. The mark ``vapix_emulator`` passes other arguments; if a
    module, a class and a function have the mark, the closest one wins for each argument. An indirect parameter, which
    is a version or a dict of arguments, overrides the marks. Without the ``emulator`` extra, the test fails.
    """
    yield from _served(request)


@pytest.fixture(scope="session")
def vapix_emulator_session(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """One running ``Emulator`` for all tests in a session; each test finds the device as the previous one left it.

    An indirect parameter passes a version or other arguments, as for ``vapix_emulator``. The pytest mark
    ``vapix_emulator`` has no effect on this fixture.
    """
    yield from _served(request)


def _served(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    from vapix_proto._value import discreet  # noqa: PLC0415 - not needed when pytest starts

    emulator = discreet(_requested)(request)
    with emulator:
        yield emulator


def _requested(request: pytest.FixtureRequest) -> Emulator:
    """The emulator that the marks and the parameter ask for."""
    try:
        from vapix_proto.emulator import Emulator  # noqa: PLC0415 - not needed when pytest starts
    except ImportError as error:
        # A skipped test would look like a passed one.
        pytest.fail(str(error), pytrace=False)
    options: dict[str, Any] = {"user": "root", "password": "pass"}
    # iter_markers yields the closest mark first; for each argument, the closest mark wins.
    for mark in reversed(list(request.node.iter_markers("vapix_emulator"))):
        if mark.args:
            (options["axis_os"],) = mark.args
        options |= mark.kwargs
    given = getattr(request, "param", {})
    return Emulator(**(options | (given if isinstance(given, dict) else {"axis_os": given})))
