"""Forms of responses: each writes the bytes of the reference device, and recognizes other bytes with the same meaning.

Most are in ``forms``; ``listings`` has those of groups and parameters, ``archives`` the archives of server reports.
"""
