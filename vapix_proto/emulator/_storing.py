"""Stores each change to a device before the response is sent; requests that arrive meanwhile share a commit."""

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
    """Stores a device in a file, or keeps it in memory if there is no file.

    New lines in the access log don't trigger a commit: they are stored with the next change, or by ``close``.

    Attributes:
        device: The device as stored.
        latest: The device after the last request, whose changes may not be stored yet.
    """

    def __init__(self, device: Device, store: Store | None) -> None:
        self.device: Device = device
        self.latest: Device = device
        self._store = store
        # The commit in progress and the commit after it; each result is True if the commit succeeded.
        self._current: asyncio.Future[bool] | None = None
        self._next: asyncio.Future[bool] | None = None
        self._task: asyncio.Task[None] | None = None
        # A commit waits for the disk, and must not block the event loop.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="vapix-emulator")

    def put(self, device: Device) -> None:
        """Sets ``latest``, and schedules a commit if anything other than the access log has changed."""
        changed = self._store is not None and _lasting(device) != _lasting(self.latest)
        self.latest = device
        if changed and self._next is None:
            self._next = asyncio.get_running_loop().create_future()
            if self._current is None:
                self._task = asyncio.create_task(self._store_changes())
        if self._next is None and self._current is None:
            self.device = device

    async def wait(self) -> bool:
        """Waits until ``latest`` is stored; returns False if storing it failed and the changes were undone."""
        commit = self._next or self._current
        # Other requests may wait for the same commit, so cancelling one request must not cancel the commit.
        return commit is None or await asyncio.shield(commit)

    async def _store_changes(self) -> None:
        assert self._store is not None  # noqa: S101 - without a store, put schedules no commit
        call = asyncio.get_running_loop().run_in_executor
        while self._next is not None:
            self._current, self._next = self._next, None
            device = self.latest
            try:
                await call(self._worker, self._store.save, device)
            except (sqlite3.Error, OSError) as error:
                _ERRORS.error("a change was refused because it can't be saved in the state file: %s", error)
                # Requests that arrived during the failed write may depend on its changes, so they fail too.
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
        """Waits for the commit in progress, and stores the lines of the access log that are not stored yet."""
        self._worker.shutdown(wait=True)
        if self._store is not None:
            try:
                self._store.save(self.device)
            except (sqlite3.Error, OSError) as error:
                _ERRORS.error("the last lines of the access log can't be written: %s", error)


def _lasting(device: Device) -> tuple[object, ...]:
    """A device's state, excluding the access log."""
    return *device.essence, [event for event in device.log if event.log != "Access"]
