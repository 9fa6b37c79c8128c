"""``python -m vapix_proto`` is the command ``vapix-proto``."""

from vapix_proto.cli import main

main()
