"""Whether the certificate of a device is trusted, and why not."""

from __future__ import annotations

import ssl

__all__ = ["client_context", "distrust"]

#: Of OpenSSL: the certificate is for another name, or for another address.
_OTHER_NAME = (62, 64)


def client_context(ca: str | None, *, verify: bool) -> ssl.SSLContext:
    """What trusts the authorities of a file, or those of the system; without ``verify``, anybody.

    Raises:
        ValueError: The file can't be read, or has no certificate.
    """
    try:
        context = ssl.create_default_context(cafile=ca)
    except OSError as error:
        # The text of an SSLError is for programmers.
        why = "it has no certificate in PEM" if isinstance(error, ssl.SSLError) else error.strerror
        raise ValueError(f"can't use {ca} as the authority: {why}") from None
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def distrust(error: ssl.SSLCertVerificationError) -> str:
    """Why a certificate is not trusted, and what helps."""
    if error.verify_code in _OTHER_NAME:
        return f"its certificate is for another name: {error.verify_message}"
    return f"its certificate is not trusted: {error.verify_message}; name its authority with --ca FILE (in Python, ca=)"
