"""Turns text into zones.

``_patterns`` makes the regular expression for a dialect, ``reader`` applies it, and ``building`` builds the zones.
``tz.diagnosis`` explains why a string does not match.
"""
