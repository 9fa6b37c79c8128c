"""Who reads TZ strings, and how: what was seen when implementations were run, as data, and what follows for a string.

``implementations.json`` has the rows, ``implementations.schema.json`` says what a row may have. Answers are computed
from the typed fields alone; the notes are for people.
"""
