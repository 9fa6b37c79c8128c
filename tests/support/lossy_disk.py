"""Records with strace how a program changes its files, and reconstructs what remains if the machine stops."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

_CALL = re.compile(
    r'^\d+ +(\w+)\((?:AT_FDCWD(?:<[^>]*>)?, )?(?:\d+<([^>]*)>)?(?:, )?(?:"((?:\\x..)*)")?(.*)\) += (\d+)'
)
_CALLS = "openat,pwrite64,write,ftruncate,unlink,fsync,fdatasync"


class Call(NamedTuple):
    """A system call that succeeded: its name and file, and the data and offset."""

    name: str
    path: str
    data: bytes
    offset: int


def can_trace() -> bool:
    """Whether strace is installed and permitted to trace."""
    strace = shutil.which("strace")
    return (
        strace is not None and subprocess.run([strace, "-qq", "true"], capture_output=True, check=False).returncode == 0
    )


def traced(command: list[str], log: Path, *options: str) -> tuple[str, list[Call]]:
    """Runs a command, and returns its output and its system calls on files."""
    shell = ["strace", "-f", "-qq", "-y", "-xx", "-s", "1000000", "-e", f"trace={_CALLS}", *options, "-o", str(log)]
    done = subprocess.run([*shell, *command], capture_output=True, text=True, check=False)
    calls = []
    for line in log.read_text("ascii").splitlines():
        found = _CALL.match(line)
        if found is None:
            continue
        name, of_number, text, rest, _ = found.groups()
        data = _bytes(text or "")
        path = _bytes(of_number).decode() if of_number else data.decode("utf-8", "replace")
        if name == "openat" and "O_CREAT" not in rest:
            continue
        numbers = re.findall(r"\d+", rest)
        calls.append(Call(name, path, data, int(numbers[-1]) if numbers and name in ("pwrite64", "ftruncate") else 0))
    return done.stdout + done.stderr, calls


def _bytes(text: str) -> bytes:
    """The bytes of a string that strace shows, as ``\\xHH`` for each byte, or unescaped."""
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


def after_a_loss(calls: list[Call], folder: str, rng: random.Random) -> dict[str, bytes]:
    """The files in a folder if the machine stops after these calls.

    Synced data remains. Of every other write, any part may remain: all of it, nothing, or whole sectors of 512 bytes at
    its start. A file is certain to exist only if its folder was synced after the file was created.
    """
    synced = {
        path: [i for i, call in enumerate(calls) if call.path == path and "sync" in call.name] for path in _paths(calls)
    }
    last = {path: places[-1] if places else -1 for path, places in synced.items()}
    files: dict[str, bytearray] = {}
    for place, call in enumerate(calls):
        if Path(call.path).parent != Path(folder):
            continue
        if call.name in ("openat", "unlink"):
            if place > last.get(folder, -1) and rng.random() < 0.5:
                continue  # the change to the folder is lost
            if call.name == "unlink":
                files.pop(call.path, None)
            else:
                files.setdefault(call.path, bytearray())
            continue
        content = files.get(call.path)
        lost = place > last[call.path] and rng.random() < 0.5
        if content is None or "sync" in call.name or (lost and call.name == "ftruncate"):
            continue
        if call.name == "ftruncate":
            del content[call.offset :]
            continue
        data = call.data[: 512 * rng.randrange(len(call.data) // 512 + 1)] if lost else call.data
        if not data:
            continue
        content.extend(bytes(max(0, call.offset - len(content))))
        content[call.offset : call.offset + len(data)] = data
    return {path: bytes(content) for path, content in files.items()}


def _paths(calls: list[Call]) -> set[str]:
    return {call.path for call in calls}
