"""Device maintenance: resets, restart, server report and logs.

``requests`` and ``responses`` contain classes for the messages; ``firmware`` contains the upgrade request.
"""
