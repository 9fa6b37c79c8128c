"""Which implementations read TZ strings, and how: their observed behaviour as data, and what it means for a string.

``implementations.json`` has the rows, and ``implementations.schema.json`` defines their fields. Answers are computed
from the typed fields alone; the notes are for people.
"""
