"""The CGIs without accounts and parameters: resets, restart, server report and logs; ``firmware``: upgrades.

``requests`` and ``responses`` as values.
"""
