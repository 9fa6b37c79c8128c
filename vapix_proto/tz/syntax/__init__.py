"""From text to zone: the expression of a dialect, matching a text with it, and building the zone from the match.

A text that does not match is no TZ string of the dialect; why it is not is the work of ``tz.diagnosis``.
"""
