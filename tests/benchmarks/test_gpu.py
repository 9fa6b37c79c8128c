"""The GPU benchmark, with few elements; on the CPU if there is no GPU."""

from __future__ import annotations

import pytest

from benchmarks import gpu
from benchmarks.harness import WrongAnswer
from vapix_proto.tz.columns._arrays import ArrayClock


def test_without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "peer", lambda name: None)
    with pytest.raises(SystemExit, match="this needs PyTorch: pip install torch array-api-compat"):
        gpu.main([])


def test_a_small_run_with_torch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("array_api_compat.torch")
    monkeypatch.setattr(gpu, "PART", 2000)
    monkeypatch.setattr(gpu, "COMPARED", 1000)
    assert gpu.main(["--count", "5000", "--device", "cpu"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("device: cpu (CPU: the times say nothing about a GPU); torch ")
    assert printed.count("x the copy") == 4
    assert "all answers equal the CPU's" in printed


def test_a_wrong_answer_ends_the_run_with_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("array_api_compat.torch")
    exact = ArrayClock._near
    monkeypatch.setattr(ArrayClock, "_near", lambda clock, t, offset: exact(clock, t, offset) + 3600)
    with pytest.raises(WrongAnswer, match=r"^to_local: among the"):
        gpu.main(["--count", "5000", "--device", "cpu"])
