"""What a clock shows.

``readings``: the ways to read a string. ``reading_names``: which implementation reads it how. ``implied_rules``: what
daylight saving time without rules may mean. ``changes``: when two rules say that the clock changes. ``transitions``:
the calculator. ``clock``: all of these as a value. ``tzinfo`` is the zone for ``datetime``, ``tzif`` writes TZif files
(RFC 9636), ``calendar`` counts days and years.
"""
