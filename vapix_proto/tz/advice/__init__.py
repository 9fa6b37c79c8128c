"""Suggests complete TZ strings that the input may mean, with reasons, and finds what is unusual about a valid one.

``suggest`` and ``review`` are the entry points. ``_clocks`` holds the clocks of a database's zones at an instant,
``_history`` their former clocks, and ``_names`` and ``_data`` the names of zones, places and countries. ``_spelling``
compares two names. Each of the modules ``_by_name``, ``_abbreviations``, ``_signs``, ``_rules_left_out``,
``_rules_cut_off``, ``_notations``, ``_slips`` and ``_unusual`` handles one kind of misunderstanding. Unlike a
diagnosis, a suggestion depends on the database and the date. The package never suggests a string that it knows to be
wrong.
"""
