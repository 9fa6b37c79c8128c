"""Questions about zones, exact for all years.

``comparison``: whether two show the same clock, and where readings part. ``portability``: a string that all read alike.
``description``: the words for UTC offsets, days and times.
"""
