"""Certificates of an emulator: one that trustme makes, or a given one."""

from __future__ import annotations

import ssl
from pathlib import Path

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection


def issue(names: Collection[str]) -> tuple[ssl.SSLContext, bytes]:
    """A context with a new certificate for some host names and addresses, and the certificate of its authority in PEM.

    Raises:
        ImportError: trustme is not installed.
        ValueError: A certificate can't have one of the names.
    """
    try:
        import trustme  # noqa: PLC0415 - an extra, which may be missing
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{error.name} is missing, which makes certificates: pip install 'vapix-proto[tls]', or give a certificate",
            name=error.name,
        ) from None
    authority = trustme.CA(organization_name="vapix_proto emulator")
    context = _context()
    try:
        authority.issue_cert(*names).configure_cert(context)
    except ValueError as error:
        raise ValueError(f"no certificate can have all of the names {', '.join(names)}: {error}") from None
    return context, authority.cert_pem.bytes()


def load(certificate: str, key: str | None) -> ssl.SSLContext:
    """A context with the certificate of a file, and the private key of another or of the same.

    Raises:
        ValueError: They hold no certificate, no key, a key that is encrypted or that of another certificate.
        OSError: A file can't be read.
    """
    for file in (certificate, key):
        if file is not None:
            Path(file).open("rb").close()  # the error of OpenSSL does not name the file
    context = _context()
    try:
        # An empty password, because OpenSSL would ask the terminal for one.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError:
        held = certificate if key is None else f"{certificate} and {key}"
        raise ValueError(f"{held} must hold a certificate and its private key, in PEM and without a password") from None
    return context


def _context() -> ssl.SSLContext:
    return ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
