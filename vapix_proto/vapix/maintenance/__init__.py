"""Device maintenance: resets, restart, server report and logs.

``requests`` and ``responses`` represent the messages as values; ``firmware`` contains the upgrade request.
"""
