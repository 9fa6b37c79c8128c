"""Who reads TZ strings, and how: observed behaviour of implementations, as data, and its consequences for a string.

``implementations.json`` has the rows, and ``implementations.schema.json`` defines their fields. Answers are computed
from the typed fields alone; the notes are for people.
"""
