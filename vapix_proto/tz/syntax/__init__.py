"""Turns text into zones: ``_patterns`` has each dialect's expression, ``reader`` matches, ``building`` builds the zone.

``tz.diagnosis`` explains why a string does not match.
"""
