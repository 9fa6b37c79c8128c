"""Answers questions about zones, exactly and for all years.

``comparison`` finds out whether two zones always show the same time, and whether implementations differ on a zone.
``portability`` finds an equivalent string on which most implementations agree. ``description`` puts UTC offsets, days
and times into words.
"""
