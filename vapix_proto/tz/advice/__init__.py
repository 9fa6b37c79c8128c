"""Suggests complete strings that a text may mean, best first, with reasons, and finds what is unusual in a valid one.

``suggest`` and ``review`` are the entry points. ``_clocks`` holds a database's clocks at an instant, ``_history`` the
clocks its zones had before, and ``_names`` and ``_data`` zone, place and country names. Every other module
handles one kind of misunderstanding: ``_by_name``, ``_abbreviations``, ``_signs``, ``_rules_left_out``, ``_notations``,
``_slips`` and ``_unusual``. Unlike a diagnosis, advice depends on the database and the date. It never suggests a string
known to be wrong for what was meant.
"""
