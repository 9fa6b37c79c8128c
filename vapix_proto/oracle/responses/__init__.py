"""Forms: kinds of responses. A form can write the reference device's response, and it accepts equivalent ones.

Most forms are in ``forms``; ``listings`` contains those for groups and parameters. ``archives`` builds report archives.
"""
