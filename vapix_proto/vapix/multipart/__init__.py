"""Upload bodies: multipart/form-data with one file (RFC 1867), written and read as streams in constant memory."""
