"""What was meant by a text: complete strings, best first, each with its reason; and what is unusual about a valid one.

``suggest`` and ``review`` are the front doors. ``_clocks`` knows the clocks of a database at an instant, ``_history``
those that its zones had before, ``_names`` and ``_data`` the names of zones, places and countries; each other module
knows one way to be misunderstood: ``_by_name``, ``_abbreviations``, ``_signs``, ``_rules_left_out``, ``_notations``,
``_unusual``. They rest on the database and the date, which a diagnosis never does; and no string is named that is known
to be wrong for what was meant.
"""
