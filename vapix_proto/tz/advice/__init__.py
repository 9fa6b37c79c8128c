"""What was meant by a text: complete strings, best first, each with its reason.

``suggest`` is the front door. ``_clocks`` knows the clocks of a database at an instant, ``_names`` and ``_data`` the
names of zones, places and countries; each other module knows one way to be misunderstood: ``_by_name``,
``_abbreviations``, ``_signs``, ``_rules_left_out``, ``_notations``. They rest on the database and the date, which a
diagnosis never does; and no string is named that is known to be wrong for what was meant.
"""
