"""``python -m fuzz TARGET [OPTION of libFuzzer | FOLDER]...``: runs one target; ``tools.fuzz`` runs all of them."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import walk_packages

atheris = import_module("atheris")
_PARTS = {"errors", "grammar", "tz", "vapix", "oracle", "emulator"}

if __name__ == "__main__":
    import vapix_proto

    # Loads even the modules that the package loads late, because only code loaded here guides the search.
    with atheris.instrument_imports(include=["vapix_proto"]):
        for module in walk_packages(vapix_proto.__path__, "vapix_proto."):
            if module.name.split(".")[1] in _PARTS and not module.name.endswith("_numba_kernels"):
                import_module(module.name)
        target = import_module(f"fuzz.{sys.argv[1]}")
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target.check)
    atheris.Fuzz()
