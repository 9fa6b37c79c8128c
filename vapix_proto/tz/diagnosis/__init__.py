"""Why a text is refused (``refusal``), and what is suspicious about a valid one (``warnings``): problems with a place.

``wrappings`` lists what may surround a string or encode its characters, and ``_foreign_characters`` takes that out.
``_form_errors`` puts what the grammar expected into words, ``limit_errors`` checks the limits of a dialect,
``designations`` compares names with offsets, and ``_repairs`` has the repairs that are certain. Nothing here looks at
the date or the database: the same text gets the same problems on every machine and day.
"""
