"""Why a text is refused (``refusal``), and what is suspicious about a valid one (``warnings``): problems with a place.

``wrappings`` lists what may stand around a string or for its characters, and ``_foreign_characters`` takes that out.
``_form_errors`` puts what the grammar expected into words, ``limit_errors`` checks the limits of a dialect,
``designations`` holds names against offsets, and ``_repairs`` knows the faults that can be repaired without a doubt.
Nothing here looks at the clock or the database: the same text gets the same problems on every machine and day.
"""
