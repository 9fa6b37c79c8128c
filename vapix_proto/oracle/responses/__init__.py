"""The kinds of responses, called forms. Each writes the reference device's response and accepts equivalent ones.

Most are in ``forms``; ``listings`` contains those for groups and parameters. ``archives`` builds report archives.
"""
