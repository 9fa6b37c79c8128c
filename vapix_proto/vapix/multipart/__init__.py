"""Upload bodies: multipart/form-data with one file (RFC 1867), in constant memory: ``writer`` and ``reader``."""
