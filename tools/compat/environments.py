"""The environments: what to install in each, and which tests to run there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
EXTRAS: dict[str, list[str]] = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["optional-dependencies"]
PANDAS = ("tests/tz/clock/test_pandas.py",)
EMULATOR = ("click", "rich", "trustme", "uvicorn")
LIBRARIES = "tests/end_to_end/test_device_libraries.py"
AXIS = (
    f"{LIBRARIES}::test_axis",
    f"{LIBRARIES}::test_axis_without_the_right_password",
    "tests/test_switching.py::test_the_adapters_of_axis",
)
ARRAYS = "tests/tz/columns/test_arrays.py"
ENGINES = "tests/tz/columns/test_engines.py"
PYDANTIC = ("tests/integrations/test_pydantic.py",)


class Environment(NamedTuple):
    """What to install with pip, pytest's arguments (no test may be skipped), the Python needed, and npm modules."""

    requirements: tuple[str, ...]
    tests: tuple[str, ...]
    python: str = ""
    modules: tuple[str, ...] = ()


def lowest(extra: str) -> tuple[str, ...]:
    """The requirements of an extra and of the extras that it includes, each pinned to its lowest version."""
    found: dict[str, None] = {}
    for requirement in EXTRAS[extra]:
        included = re.fullmatch(r"vapix-proto\[(.*)\]", requirement)
        one = re.sub(r">=([\d.]+)(,<[\d.]+)?", r"==\1", requirement)
        for each in (
            (one,) if included is None else [every for name in included[1].split(",") for every in lowest(name)]
        ):
            found.setdefault(each)
    return tuple(found)


ENVIRONMENTS: dict[str, Environment] = {
    # The requirements of all extras, in the lowest versions that pyproject.toml allows, on the lowest Python.
    "lowest": Environment(
        lowest("all"),
        (
            "tests/cli/test_help.py", "tests/cli/test_tz.py", "tests/cli/test_narrow.py", "tests/test_conditions.py",
            "tests/strategies/test_strategies.py", "tests/tz/columns/test_columns.py",
            "tests/emulator/test_emulator.py", "tests/emulator/test_tls.py",
        ),
        "3.11",
    ),
    "pandas-2.2": Environment(("pandas==2.2.*",), PANDAS),
    "pandas-2.3": Environment(("pandas==2.3.*",), PANDAS),
    "pandas-3.0.0": Environment(("pandas==3.0.0",), PANDAS),
    "pandas-3.0": Environment(("pandas==3.0.*",), PANDAS),
    "pandas-3.1.0": Environment(("pandas==3.1.0",), PANDAS),
    "pandas": Environment(("pandas",), PANDAS),
    "pydantic-2.10": Environment(("pydantic==2.10.*",), PYDANTIC),
    "pydantic": Environment(("pydantic",), PYDANTIC),
    "torch": Environment(
        ("array-api-compat", "array-api-strict", "numpy", "torch"),
        (ARRAYS, "tests/tz/columns/test_docs.py", "tests/benchmarks/test_gpu.py", "-k", "strict or torch"),
    ),
    "jax": Environment(("array-api-strict", "jax", "numpy"), (ARRAYS, "-k", "strict or jax")),
    # Needs an NVIDIA GPU with CUDA 12. Without one, all tests are skipped, which counts as a failure.
    "cupy": Environment(("array-api-compat", "cupy-cuda12x", "numpy"), (ARRAYS, "-k", "cupy")),
    # Needs Java, too.
    "spark": Environment(("numpy", "pandas", "pyarrow", "pyspark"), (f"{ENGINES}::test_spark",)),
    "ray": Environment(("numpy", "pyarrow", "ray[data]"), (f"{ENGINES}::test_ray",)),
    "neighbours": Environment(
        (
            "APScheduler<4", "babel", "numpy", "icalendar", "pandas", "pendulum; python_version < '3.14'",
            "polars", "pyarrow", "python-dateutil", "whenever",
        ),
        ("tests/test_datetime_libraries.py",),
    ),
    # Clients against the emulator. Home Assistant uses axis; these are its last versions for three versions of Python.
    "axis-60": Environment(("axis==60", *EMULATOR), AXIS),
    "axis-66": Environment(("axis==66", *EMULATOR), AXIS, "3.13"),
    "axis": Environment(("axis", *EMULATOR), AXIS, "3.14"),
    "other-clients": Environment(
        (
            "aiohttp", "ax-devil-device-api", "axis-vapix", "httpx", "lxml", "requests", "sensecam-control",
            "vapix-python", *EMULATOR,
        ),
        (
            "tests/end_to_end/test_clients.py",
            "tests/end_to_end/test_axis_powershell.py",
            "tests/end_to_end/test_camstreamerlib.py",
            f"{LIBRARIES}::test_ax_devil",
            f"{LIBRARIES}::test_sensecam_control",
            f"{LIBRARIES}::test_vapix_python",
            f"{LIBRARIES}::test_axis_vapix",
        ),
        "3.13",
        ("camstreamerlib@1.2.3",),
    ),
    "validating": Environment(
        (
            "attrs", "click", "django", "fastapi", "httpx2", "jsonschema", "marshmallow", "msgspec", "pydantic",
            "voluptuous", "wtforms",
        ),
        ("tests/test_validating.py",),
    ),
}  # fmt: skip

#: Names that stand for several environments.
GROUPS = {"clients": ("axis-60", "axis-66", "axis", "other-clients")}
