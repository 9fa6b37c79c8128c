"""The kinds of responses, called forms. Each writes the reference device's bytes and accepts equivalent bytes.

Most are in ``forms``; ``listings`` has the group and parameter listings. ``archives`` builds server report archives.
"""
