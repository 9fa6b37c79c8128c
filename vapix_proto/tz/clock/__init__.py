"""What a clock shows.

``readings``: which implementation reads a string how. ``transitions``: the calculator. ``clock``: both as a value.
``tzinfo`` is the zone for ``datetime``, ``tzif`` writes TZif files (RFC 9636), ``calendar`` counts days and years.
"""
