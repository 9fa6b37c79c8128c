"""Makes TLS contexts that trust the chosen certificates, and explains why a request got no usable response."""

from __future__ import annotations

import ssl
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

from vapix_proto.conform.transports import Unreachable

#: OpenSSL's verification errors for a certificate issued for another name or address.
_OTHER_NAME = (62, 64)


def client_context(ca: str | None, *, verify: bool) -> ssl.SSLContext:
    """A TLS context that trusts the authorities in a file or, without a file, those that the system trusts.

    Without ``verify``, it accepts any certificate.

    Raises:
        ValueError: The file can't be read, or contains no certificate.
    """
    try:
        context = ssl.create_default_context(cafile=ca)
    except OSError as error:
        # The text of an SSLError is meant for programmers.
        why = "it contains no PEM certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise ValueError(f"can't use {ca} as a certificate authority: {why}") from None
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def failure(error: Exception) -> str:
    """Why there was no usable response: our own or the system's reason, or what kind of error it was.

    The text of any other error is not used, because it may quote what was passed to the call, such as a password.
    """
    if isinstance(error, Unreachable):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _OTHER_NAME:
            return f"its certificate is for another name: {error.verify_message}"
        untrusted = f"its certificate is not trusted: {error.verify_message}"
        return f"{untrusted}; name its authority with --ca FILE (in Python, ca=)"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {(error.reason or 'no reason given').lower().replace('_', ' ')}"
    if isinstance(error, RemoteDisconnected):
        return "the connection was closed before a response came"
    if isinstance(error, OSError):
        return error.strerror or "the connection failed"
    if isinstance(error, IncompleteRead):
        return "the response is incomplete or malformed"
    if isinstance(error, HTTPException):
        return "the response can't be read as HTTP"
    return "the host name or the request can't be encoded"
