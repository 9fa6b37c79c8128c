"""From text to zone: a dialect's expression (``_patterns``), matching (``reader``), and building (``building``).

``tz.diagnosis`` explains why a text does not match.
"""
