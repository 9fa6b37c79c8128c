"""The implementations that read TZ strings: their observed behaviour, as a table, and what it means for a given string.

``implementations.json`` contains the rows of the table, and ``implementations.schema.json`` defines their fields.
Results are computed from the typed fields alone; the notes in the table are for people.
"""
