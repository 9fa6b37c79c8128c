"""What a clock shows.

``readings``: the ways to read a string. ``reading_names``: the reading that each implementation follows.
``implied_rules``: what daylight saving time without rules may mean. ``changes``: the instants that two rules name.
``transitions``: the calculator. ``questions``: the query methods that zones and clocks share. ``clock``: a zone under
one reading. ``tzinfo`` is the zone for ``datetime``, ``tzif`` writes TZif files (RFC 9636), ``calendar`` counts days
and years.
"""
