"""``vapix-proto emulate``: serves an emulated device over HTTP and HTTPS."""

from __future__ import annotations

import ipaddress
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from vapix_proto import ParseError
from vapix_proto.cli.connection import password_option
from vapix_proto.cli.options import axis_os_option
from vapix_proto.cli.text_files import read_password

if TYPE_CHECKING:
    import ssl
    from typing import BinaryIO


_HTTPS_PORT = 8443
_FILE = click.Path(dir_okay=False)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The port for http; 0 for a free port.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@axis_os_option("The version of the device.  [default: 11.11, or the version in the state file]")
@click.option("--state", type=_FILE, help="The file that stores the device's state; created if missing.")
@click.option("--user", metavar="NAME", help="The initial admin.  [default: none, as on a new device]")
@password_option()
@click.option("--allow-host", metavar="NAME", multiple=True, help="A host name that clients may use; '*' for any.")
@click.option(
    "--allow-origin", metavar="URL", multiple=True, help="An origin whose web pages may use the device; '*' for any."
)
@click.option(
    "--auth-policy",
    type=click.Choice(["digest", "basic", "recommended", "basic_digest"], case_sensitive=False),
    help="The authentication to require.  [default: as on devices with the same version of AXIS OS]",
)
@click.option("--tls", is_flag=True, help="Also serve https; the other --tls options imply this.")
@click.option(
    "--tls-port",
    type=click.IntRange(0, 65535),
    help=f"The port for https; 0 for a free port.  [default: {_HTTPS_PORT}]",
)
@click.option("--tls-cert", type=_FILE, help="The certificate, in PEM.  [default: a new one for this run]")
@click.option("--tls-key", type=_FILE, help="The private key in PEM, if the certificate file has none.")
@click.option("--tls-ca-out", type=_FILE, help="Where to write the new CA certificate, which clients need to trust.")
def emulate(
    port: int,
    host: str,
    axis_os: str | None,
    state: str | None,
    user: str | None,
    password_file: BinaryIO | None,
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
    auth_policy: str | None,
    tls: bool,
    tls_port: int | None,
    tls_cert: str | None,
    tls_key: str | None,
    tls_ca_out: str | None,
) -> None:
    """Serve the reference device until interrupted.

    The command prints the URL of the device; with --tls, the https URL comes first. It writes each request, without
    its query or body, to standard error. If a faulty request gets a 2xx status code, the next line lists its problem
    codes. The device uses Digest or Basic authentication. The state file contains passwords in clear text.

    Exit code 0 if interrupted, 2 for a usage error.
    """
    try:
        from vapix_proto.emulator import Emulator  # noqa: PLC0415 - needs an extra that may not be installed
    except ImportError as error:
        raise click.UsageError(str(error)) from None
    if (user is None) is not (password_file is None):
        raise click.UsageError("give --user and --password-file together")
    tls = tls or any(given is not None for given in (tls_port, tls_cert, tls_key, tls_ca_out))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("vapix_proto.emulator")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    def started(url: str) -> None:
        if url.startswith("http:") and not ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback:
            unprotected = "over http, nothing is encrypted" if tls else "nothing is encrypted"
            click.echo(f"warning: other computers can reach this address; {unprotected}", err=True)
        click.echo(url)

    try:
        emulator = Emulator(
            axis_os,
            user=user,
            password=None if password_file is None else read_password(password_file),
            state=state,
            host=host,
            port=port,
            tls=_certificate(tls_cert, tls_key, tls_ca_out) or tls,
            tls_port=_HTTPS_PORT if tls_port is None else tls_port,
            auth_policy=auth_policy,
            allowed_hosts=allow_host,
            allowed_origins=allow_origin,
        )
        if tls_ca_out is not None:
            Path(tls_ca_out).write_bytes(emulator.ca_pem)
        elif emulator.ca_pem:
            click.echo(
                "the certificate is new, so clients don't trust it yet: add --tls-ca-out FILE to save the CA "
                "certificate that they must trust",
                err=True,
            )
        emulator.run(started)
    except ParseError as error:
        raise click.UsageError(error.problem.message) from None
    except (ImportError, OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    finally:
        logger.removeHandler(handler)


def _certificate(file: str | None, key: str | None, ca_out: str | None) -> ssl.SSLContext | None:
    """The TLS context for the given certificate; None if no certificate is given."""
    if file is None:
        if key is not None:
            raise click.UsageError("--tls-key needs --tls-cert")
        return None
    if ca_out is not None:
        raise click.UsageError("--tls-ca-out is for a new certificate: leave out --tls-cert")
    from vapix_proto.emulator.certificate import load  # noqa: PLC0415 - needs the extra

    return load(file, key)
