"""An emulator's certificate: a new one made by trustme, or one from a file."""

from __future__ import annotations

import ssl
from pathlib import Path

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection


def issue(names: Collection[str]) -> tuple[ssl.SSLContext, bytes]:
    """A TLS context with a new certificate for the host names and addresses, and the issuer's certificate in PEM.

    Raises:
        ImportError: trustme is not installed.
        ValueError: A name is not allowed in a certificate.
    """
    try:
        import trustme  # noqa: PLC0415 - an extra, which may be missing
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{error.name}, which makes certificates, is missing: install the tls extra of vapix-proto, "
            "as its README describes, or supply a certificate",
            name=error.name,
        ) from None
    authority = trustme.CA(organization_name="vapix_proto emulator")
    context = _context()
    try:
        authority.issue_cert(*names).configure_cert(context)
    except ValueError as error:
        raise ValueError(f"can't make a certificate for {', '.join(names)}: {error}") from None
    return context, authority.cert_pem.bytes()


def load(certificate: str, key: str | None) -> ssl.SSLContext:
    """A TLS context with a certificate and its private key, which may be in the same file.

    Raises:
        ValueError: The certificate or the key is missing, or the key is encrypted or for a different certificate.
        OSError: A file can't be read.
    """
    for file in (certificate, key):
        if file is not None:
            Path(file).open("rb").close()  # OpenSSL's error does not name the file
    context = _context()
    try:
        # Without a password, OpenSSL would prompt for one on the terminal.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError:
        held = certificate if key is None else f"{certificate} and {key}"
        message = f"{held} must contain a certificate and its private key, in PEM and without a password"
        raise ValueError(message) from None
    return context


def _context() -> ssl.SSLContext:
    return ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
