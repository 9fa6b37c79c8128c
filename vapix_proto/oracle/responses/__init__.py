"""The kinds of responses, called forms. Each writes the reference device's bytes and recognizes equivalent ones.

Most are in ``forms``; ``listings`` has the group and parameter listings. ``archives`` builds server report archives.
"""
