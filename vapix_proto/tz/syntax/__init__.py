"""From text to zone: the expression of a dialect (``_patterns``), matching (``reader``), and building (``building``).

``tz.diagnosis`` explains why a text does not match.
"""
