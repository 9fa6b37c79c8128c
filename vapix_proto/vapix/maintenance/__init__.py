"""Device maintenance: resets, restart, server report and logs.

``requests`` and ``responses`` hold their messages as values; ``firmware`` holds the requests for upgrades.
"""
