"""Writes and reads upload bodies in constant memory: multipart/form-data with one file (RFC 1867)."""
