"""Answers questions about zones, exactly and for all years.

``comparison`` finds out whether two zones keep the same time, and where readings differ. ``portability`` finds an
equivalent string on which most implementations agree. ``description`` puts UTC offsets, days and times into words.
"""
