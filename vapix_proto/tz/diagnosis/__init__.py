"""Why a text is refused (``refusal``), and what is suspicious about a valid one (``warnings``): problems with a place.

``_foreign_characters`` removes blanks, look-alikes and quotes and takes a broken text apart, ``_form_errors`` puts what
the grammar expected into words, and ``limit_errors`` checks the limits of a dialect. Nothing here looks at the clock.
"""
