"""Upload bodies: a ``writer`` and a ``reader`` of multipart/form-data with one file (RFC 1867), in constant memory."""
