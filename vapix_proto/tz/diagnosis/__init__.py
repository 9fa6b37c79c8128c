"""Reports why the input is invalid (``refusal``), and what is suspicious about a valid string (``warnings``).

``wrappings`` lists the text that may surround a string or encode its characters, and ``_foreign_characters`` removes or
decodes this text. ``_form_errors`` explains what the grammar expected, ``limit_errors`` checks the limits of a dialect,
``designations`` compares designations with offsets, and ``_repairs`` makes the repairs that are certain. Nothing here
depends on the date or an IANA database: the same input leads to the same report on every machine and every day.
"""
