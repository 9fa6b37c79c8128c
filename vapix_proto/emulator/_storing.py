"""A device and its file: a change is stored before it is answered, and requests that come meanwhile share a commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vapix_proto.emulator._state_file import Store
    from vapix_proto.oracle import Device

_ERRORS = logging.getLogger("vapix_proto.emulator")


class Storing:
    """Stores a device, or keeps it in memory where there is no file.

    Lines of the access log alone are stored with the next change, and at the end.

    Attributes:
        device: The device as it is stored.
        latest: The device after the last request, with changes that may not be stored yet.
    """

    def __init__(self, device: Device, store: Store | None) -> None:
        self.device: Device = device
        self.latest: Device = device
        self._store = store
        # What reports whether the changes of a commit were stored: the commit in progress, and the one after it.
        self._current: asyncio.Future[bool] | None = None
        self._next: asyncio.Future[bool] | None = None
        self._task: asyncio.Task[None] | None = None
        # A commit waits for the disk, and must not stop the loop.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="vapix-emulator")

    def put(self, device: Device) -> None:
        """Makes a device the latest; a change is stored soon."""
        changed = self._store is not None and _lasting(device) != _lasting(self.latest)
        self.latest = device
        if changed and self._next is None:
            self._next = asyncio.get_running_loop().create_future()
            if self._current is None:
                self._task = asyncio.create_task(self._store_changes())
        if self._next is None and self._current is None:
            self.device = device

    async def wait(self) -> bool:
        """Waits until all that the latest device shows is stored; False where it could not be, and is undone."""
        commit = self._next or self._current
        # Others wait for it, too, and one that is cancelled must not cancel it.
        return commit is None or await asyncio.shield(commit)

    async def _store_changes(self) -> None:
        assert self._store is not None  # noqa: S101 - else nothing changes
        call = asyncio.get_running_loop().run_in_executor
        while self._next is not None:
            self._current, self._next = self._next, None
            device = self.latest
            try:
                await call(self._worker, self._store.save, device)
            except sqlite3.Error as error:
                _ERRORS.error("a change was refused because it can't be written: %s", error)
                # What came meanwhile was answered by a device that was never stored.
                self.latest = self.device
                refused, self._next = self._next, None
                if refused is not None:
                    refused.set_result(False)
                self._current.set_result(False)
            else:
                self.device = device if self._next else self.latest
                self._current.set_result(True)
            self._current = None

    def close(self) -> None:
        """Waits for the commit in progress, and stores the last lines of the log."""
        self._worker.shutdown(wait=True)
        if self._store is not None:
            try:
                self._store.save(self.device)
            except sqlite3.Error as error:
                _ERRORS.error("the last lines of the access log can't be written: %s", error)


def _lasting(device: Device) -> tuple[object, ...]:
    """All but the access log."""
    return *device.essence, [event for event in device.log if event.log != "Access"]
