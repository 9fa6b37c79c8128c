"""Turns text into zones: ``_patterns`` makes a dialect's expression, ``reader`` applies it, ``building`` builds zones.

``tz.diagnosis`` explains why a string does not match.
"""
