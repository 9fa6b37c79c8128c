"""Runs the ``vapix-proto`` command, for ``python -m vapix_proto``."""

from vapix_proto.cli import main

main()
