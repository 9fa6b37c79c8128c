"""The kinds of responses, called forms. Each writes the reference device's response and accepts equivalent ones.

Most are in ``forms``; ``listings`` has the group and parameter listings. ``archives`` builds server report archives.
"""
