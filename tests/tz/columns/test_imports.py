"""Without NumPy or numba, columns report what to install; nothing else needs these."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.paths import ROOT


def run(code: str) -> str:
    """What a program prints in a new interpreter."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("module", ["tz.columns", "tz.columns.batches"])
def test_without_numpy(module: str) -> None:
    code = (
        f"sys.modules['numpy'] = None\nfrom vapix_proto import tz\ntry:\n    import vapix_proto.{module}\n"
        "except ImportError as error:\n    print(error)"
    )
    assert (
        run(code)
        == "vapix_proto.tz.columns needs NumPy: install the columns extra of vapix-proto, as its README describes"
    )


def test_without_numba() -> None:
    code = (
        "sys.modules['numba'] = None\nfrom vapix_proto import tz\nfrom vapix_proto.tz import columns\n"
        "zone = tz.parse('JST-9')\nprint(columns.utoff(zone, 0))\n"
        "try:\n    columns.utoff(zone, 0, compiled=True)\nexcept ImportError as error:\n    print(error)"
    )
    assert (
        run(code)
        == "32400\ncompiled=True needs numba: install the compiled extra of vapix-proto, as its README describes"
    )


def test_columns_load_no_library_but_numpy() -> None:
    others = "{'numba', 'pyarrow', 'pandas', 'polars', 'lark'}"
    code = f"from vapix_proto.tz import columns\nprint(*{others} & set(sys.modules))"
    assert run(code) == ""


def test_batches_of_arrow_load_no_pandas() -> None:
    pytest.importorskip("pyarrow")
    code = (
        "import numpy as np, pyarrow as pa\nfrom vapix_proto.tz.columns import batches\n"
        "numbers = pa.Array.from_buffers(pa.int64(), 3, [None, pa.py_buffer(np.arange(3))])\n"
        "index = pa.Array.from_buffers(pa.int8(), 3, [pa.py_buffer(b'\\5'), pa.py_buffer(bytes(3))])\n"
        "parts = [None, pa.py_buffer(np.array([0, 5], 'i4')), pa.py_buffer(b'JST-9')]\n"
        "text = pa.Array.from_buffers(pa.string(), 1, parts)\n"
        "texts = pa.DictionaryArray.from_arrays(index, text)\n"
        "batch = pa.RecordBatch.from_arrays([numbers, texts], names=['timestamp', 'tz_string'])\n"
        "found = batches.localise(batch, invalid='null')\n"
        "print('pandas' in sys.modules, found.column('local').to_pylist(), found.column('isdst').to_pylist())"
    )
    assert run(code) == "False [32400, None, 32402] [False, None, False]"
