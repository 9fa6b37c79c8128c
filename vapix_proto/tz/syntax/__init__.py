"""From text to zone: the expression of a dialect (``_patterns``), matching a text with it (``matching``), and building.

A text that does not match is no TZ string of the dialect; why it is not is the work of ``tz.diagnosis``.
"""
