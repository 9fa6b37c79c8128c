"""What a clock shows.

``readings``: the ways to read a string. ``reading_names``: which implementation reads it in which way.
``implied_rules``: what daylight saving time without rules may mean. ``changes``: when two rules say that the clock
changes. ``transitions``: the calculator. ``questions``: what zones and clocks can be asked. ``clock``: a zone under one
reading. ``tzinfo`` is the zone for ``datetime``, ``tzif`` writes TZif files (RFC 9636), ``calendar`` counts days and
years.
"""
