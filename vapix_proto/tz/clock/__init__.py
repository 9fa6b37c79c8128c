"""What a clock shows.

``readings`` defines the ways to read a string, and ``reading_names`` lists which of them each implementation follows.
``implied_rules`` defines the rules to assume if a string has daylight saving time but no rules. ``changes`` computes
the instants that two rules specify, and ``transitions`` computes what the clock shows. ``questions`` contains the query
methods that zones and clocks share, ``clock`` represents a zone's clock under one reading, and ``tzinfo`` adapts that
clock to ``datetime``.
``tzif`` writes TZif files (RFC 9636). ``calendar`` counts days and years.
"""
