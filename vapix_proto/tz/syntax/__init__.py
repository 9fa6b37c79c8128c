"""Turns text into zones: ``_patterns`` has each dialect's expression, ``reader`` matches, ``building`` builds the zone.

``tz.diagnosis`` explains why a text does not match.
"""
