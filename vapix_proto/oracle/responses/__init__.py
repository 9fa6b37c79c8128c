"""Response forms: each writes the reference device's bytes, and recognizes other bytes with the same meaning.

Most are in ``forms``; ``listings`` has the group and parameter listings, ``archives`` the server report archives.
"""
