"""Why a text is refused, and what is suspicious about a valid one: problems with a place and a hint.

Nothing here looks at the clock or at files, so the same text has the same problems on every machine and day.
"""
