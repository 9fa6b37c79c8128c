"""``python -m tools.site``: builds the site, or serves it on this machine."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.everywhere import ROOT
from tools.site.building import BuildError, build

#: The media types that browsers require, whatever the system's table contains.
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}


class Handler(SimpleHTTPRequestHandler):
    """Serves the files in a folder."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return _TYPES.get(Path(path).suffix) or super().guess_type(path)


def serve(folder: Path, port: int) -> None:
    """Serves a folder on the loopback interface until it is interrupted."""
    with ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder))) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def main() -> int:
    """Builds or serves the site; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description="The documentation site.")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="build the site")
    building.add_argument("--out", type=Path, default=ROOT / "site", help="the folder, which is replaced")
    building.add_argument("--without-page", action="store_true", help="leave out the page that explains a string")
    serving = commands.add_parser("serve", help="serve a built site on this machine")
    serving.add_argument("--folder", type=Path, default=ROOT / "site", help="the folder of the built site")
    serving.add_argument("--port", type=int, default=8000, help="0 chooses a free one")
    given = parser.parse_args()
    if given.command == "serve":
        if not (given.folder / "index.html").exists():
            parser.error(f"{given.folder} has no site: run python -m tools.site build")
        serve(given.folder, given.port)
        return 0
    try:
        build(given.out, page=not given.without_page)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
