"""The fixture ``vapix_emulator``, which pytest finds where this package is installed; it loads what it needs late."""

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
    """A running ``Emulator``: ``vapix_emulator.url`` and ``vapix_emulator.device``.

    Its initial admin is ``root`` with the password ``pass``, where the mark ``vapix_emulator`` says nothing else.
    Without the extra ``emulator`` the test fails.
    """
    from vapix_proto._value import discreet  # noqa: PLC0415 - pytest starts without it

    emulator = discreet(_marked)(request)
    with emulator:
        yield emulator


def _marked(request: pytest.FixtureRequest) -> Emulator:
    """The emulator that the mark asks for."""
    try:
        from vapix_proto.emulator import Emulator  # noqa: PLC0415 - pytest starts without it
    except ImportError as error:
        # A skipped test would look like a passed one.
        pytest.fail(str(error), pytrace=False)
    mark = request.node.get_closest_marker("vapix_emulator")
    options = {"user": "root", "password": "pass"} | (mark.kwargs if mark else {})
    return Emulator(*(mark.args if mark else ()), **options)
