"""When disks fail, fill up or lose unsynced data, acknowledged changes are kept and refused changes are not."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.emulator.test_load import SERVE, Writer
from tests.support.lossy_disk import Call, after_a_loss, can_trace, traced
from tests.support.paths import ROOT
from vapix_proto.emulator._state_file import Store

TRACED = pytest.mark.skipif(not can_trace(), reason="needs strace")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
NAME = "Time.NTP.Server"

#: Saves one device after another until it is killed; for each device, prints whether it was saved.
SAVE = f"""
import os, sqlite3, sys
from vapix_proto.emulator._state_file import Store
from vapix_proto.oracle import Device

store = Store(sys.argv[1])
# As after hundreds of changes.
store._base.execute("PRAGMA wal_autocheckpoint=16")
for number in range(1, int(sys.argv[2]) + 1):
    try:
        store.save(Device("11.11", settings={{"{NAME}": f"n{{number}}"}}))
    except sqlite3.Error:
        os.write(1, b"refused %d\\n" % number)
    else:
        os.write(1, b"saved %d\\n" % number)
os.kill(os.getpid(), 9)
"""


def found(path: Path | str) -> int:
    """The number of the device in a state file; 0 if the file holds no device."""
    store = Store(path)
    device = store.load()
    store.close()
    return 0 if device is None else int(device.values[NAME][1:])


def command(state: Path, count: int) -> list[str]:
    return [sys.executable, "-c", SAVE, str(state), str(count)]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@TRACED
@pytest.mark.parametrize("fault", ["fdatasync:error=EIO", "pwrite64:error=ENOSPC", "pwrite64:error=EROFS"])
def test_a_refused_change_is_not_there_after_a_kill(fault: str, tmp_path: Path, thorough: bool) -> None:
    refused = 0
    for first in range(12, 40) if thorough else (13, 18):
        state = tmp_path / f"{first}.db"
        said, _ = traced(command(state, 8), tmp_path / "log", "-e", f"inject={fault}:when={first}+")
        saved = [int(number) for number in re.findall(r"^saved (\d+)", said, re.MULTILINE)]
        refused += len(re.findall(r"^refused", said, re.MULTILINE))
        if saved:
            assert found(state) == saved[-1], said
    assert refused


@TRACED
def test_what_was_saved_survives_the_loss_of_all_that_was_not_synced(tmp_path: Path, thorough: bool) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    said, calls = traced(command(folder / "state.db", 120 if thorough else 40), tmp_path / "log")
    assert "saved 40" in said
    # The write-ahead log was started over at least twice.
    assert sum(call.name == "pwrite64" and call.path.endswith("-wal") and call.offset == 0 for call in calls) > 2
    rng = random.Random(1)
    losses = 5000 if thorough else 120
    in_doubt = 0
    for loss in range(losses):
        end = rng.randrange(len(calls) + 1)
        before = calls[:end]
        acknowledged = sum(call.data.startswith(b"saved") for call in before)
        place = tmp_path / f"loss{loss}"
        place.mkdir()
        for name, content in after_a_loss(before, str(folder), rng).items():
            (place / Path(name).name).write_bytes(content)
        number = found(place / "state.db")
        in_doubt += number > acknowledged
        assert number in (acknowledged, acknowledged + 1), (loss, end)
    assert in_doubt


def test_the_model_of_a_disk_loses_what_was_not_synced() -> None:
    write = Call("pwrite64", "/d/f", b"x" * 1024, 0)
    calls = [Call("openat", "/d/f", b"", 0), Call("fsync", "/d", b"", 0), write]
    seen = {len(after_a_loss(calls, "/d", random.Random(seed))["/d/f"]) for seed in range(30)}
    assert seen == {0, 512, 1024}
    synced = [*calls, Call("fdatasync", "/d/f", b"", 0)]
    assert {len(after_a_loss(synced, "/d", random.Random(seed))["/d/f"]) for seed in range(30)} == {1024}


# -- the emulator

LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
{SERVE}
"""


def serve(state: Path, *limit: int) -> subprocess.Popen[str]:
    code = LIMITED if limit else SERVE
    return subprocess.Popen(
        [sys.executable, "-c", code, str(state), *map(str, limit)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )


@pytest.mark.skipif(os.name != "posix", reason="needs limits of the size of files")
def test_a_full_disk_refuses_changes_and_a_kill_shows_none_of_them(tmp_path: Path, thorough: bool) -> None:
    rng = random.Random(5)
    refused = 0
    for number in range(20 if thorough else 2):
        state = tmp_path / f"{number}.db"
        process = serve(state, rng.randrange(60_000, 200_000))
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().strip()
        writers = [Writer(one, refusable=True) for one in range(16)]
        threads = [threading.Thread(target=writer.work, args=(url,)) for writer in writers]
        drain = threading.Thread(target=process.stderr.read)
        for thread in (*threads, drain):
            thread.start()
        while sum(writer.refused for writer in writers) < 40 and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.wait()
        for thread in (*threads, drain):
            thread.join()
        process.stdout.close()
        process.stderr.close()
        refused += sum(writer.refused for writer in writers)
        store = Store(state)
        device = store.load()
        store.close()
        assert device is not None
        assert [writer.name for writer in writers if not writer.settle(device)] == []
        assert sum(writer.acknowledged for writer in writers)
    assert refused


def test_of_two_emulators_that_start_at_once_on_one_file_one_at_most_serves(tmp_path: Path, thorough: bool) -> None:
    serving = []
    for number in range(40 if thorough else 2):
        pair = [serve(tmp_path / f"{number // 2}.db") for _ in range(2)]
        urls = [one.stdout.readline() for one in pair if one.stdout]
        for one, url in zip(pair, urls, strict=True):
            if url:
                one.send_signal(signal.SIGKILL)
            _, err = one.communicate(timeout=60)
            assert url or "is in use by another program or emulator" in err, err
        serving.append(sum(map(bool, urls)))
    assert set(serving) <= {0, 1}
    assert any(serving) or not thorough
