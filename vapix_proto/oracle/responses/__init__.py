"""Forms, each of which stands for one kind of response.

A form builds the reference device's response, and checks whether another response is equivalent to that one.

Most forms are in ``forms``; ``listings`` contains those for groups and parameters. ``archives`` builds report archives.
"""
