"""What the fuzz targets assert holds for every input in the corpus, and each assertion can fail."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest

from fuzz._growth import COUNTED, assert_linear
from tools.fuzz import CORPUS, LIMIT, TARGETS, check_of, corpus, failure, new_ground, smaller, write_corpus
from vapix_proto import oracle, tz, vapix
from vapix_proto.tz.scanning.scan import Found

#: For each target, an attribute of the library and a replacement for it that breaks an assertion.
FAULTS: dict[str, tuple[object, str, object]] = {
    "account_listings": (vapix.AccountListing, "__str__", lambda _: "admin=somebody"),
    "columns": (tz, "is_valid", lambda *_: True),
    "devices": (oracle.Device, "from_dict", lambda _: oracle.Device("13.0")),
    "emulator": (oracle.Device, "from_dict", lambda _: oracle.Device("5.60")),
    "files": (Found, "written", lambda *_: "UTC1"),
    "json_bodies": (vapix.HttpRequest, "read_body", lambda _: b"{}"),
    "parameter_listings": (vapix.ParameterListing, "to_bytes", lambda _: b"root.A.B=1"),
    "requests": (vapix, "validate_request", lambda *_: ()),
    "responses": (vapix.LogResponse, "to_http", lambda _: vapix.HttpResponse(404)),
    "suggestions": (tz, "is_valid", lambda *_: False),
    "tz_strings": (tz, "is_valid", lambda *_: True),
    "uploads": (vapix.FirmwareUpgrade, "to_http", lambda _: vapix.Restart().to_http()),
    "zone_files": (tz.LocalTimeType, "utoff", 0),
    "zones": (tz, "same_clock", lambda *_, **__: False),
}


@pytest.mark.parametrize("target", TARGETS)
def test_the_laws_hold_for_the_corpus(target: str) -> None:
    check = check_of(target)
    for data in corpus(target):
        shown = failure(check, data)
        assert shown is None, f"{data!r}\n{shown}"


@pytest.mark.parametrize("target", TARGETS)
def test_a_fault_is_detected(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check = check_of(target)
    monkeypatch.setattr(*FAULTS[target])
    assert any(failure(check, data) is not None for data in corpus(target))


def test_the_corpus_is_small_and_in_order(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sorted(path.stem for path in CORPUS.iterdir()) == TARGETS
    kept = {target: ((CORPUS / f"{target}.txt").read_text("ascii"), corpus(target)) for target in TARGETS}
    monkeypatch.setattr("tools.fuzz.CORPUS", tmp_path)
    for target, (text, inputs) in kept.items():
        assert len(text) <= LIMIT
        write_corpus(target, inputs)
        assert (tmp_path / f"{target}.txt").read_text("ascii") == text


def test_what_fails_is_made_smaller() -> None:
    def check(data: bytes) -> None:
        assert data.count(b"a") < 2
        assert b"zz" not in data

    assert smaller(check, b"xxaxxxaxxayzzzx") == b"aa"
    assert smaller(check, b"xxaxxxzzy") == b"zz"


def test_inputs_that_reach_new_code_are_kept(tmp_path: Any) -> None:
    def check(data: bytes) -> None:
        tz.DayOfYear(len(data)) if b"n" in data else tz.JulianDay(len(data))

    for name, data in (("a", b"JJ"), ("b", b"JnJ"), ("c", b"n"), ("d", b"J")):
        (tmp_path / name).write_bytes(data)
    assert new_ground(check, [b"JJJ"], tmp_path) == [b"n"]


def pairs(data: bytes) -> int:
    """Looks at each pair of bytes."""
    return sum(one == other for one in data for other in data)


def test_growth_is_counted_for_some_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.growth._OURS", __file__)
    monkeypatch.setattr("fuzz._growth._LENGTH", 60)
    texts = [b"%d" % number for number in range(10_000)]
    counted = [text for text in texts if crc32(text) % COUNTED == 0]
    assert 10 < len(counted) < 100
    assert_linear(next(text for text in texts if text not in counted), pairs)
    assert_linear(counted[0], lambda data: sum(byte == 0 for byte in data))
    with pytest.raises(AssertionError, match="for 4 times as many"):
        assert_linear(counted[0], pairs)
