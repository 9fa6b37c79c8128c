"""Answers questions about zones, exactly and for all years.

``comparison``: whether two zones show the same clock, and where readings differ. ``portability``: an equivalent string
on which most implementations agree. ``description``: the words for UTC offsets, days and times.
"""
