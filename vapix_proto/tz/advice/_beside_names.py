"""Words that, before the name of a state or country, are not the name of a town."""

from __future__ import annotations

#: WST in "WST Samoa" is an abbreviation rather than a place.
ABBREVIATION_MAX = 5
#: Countries whose names, in some language, are the last word of the name of another country or state, as in
#: "Päiväntasaajan Guinea", "Franska Guyana", "Karibische Niederlande" and "Ny Jersey".
SHARED_ENDS = frozenset(
    (
        *("Guinea", "Guyana", "Samoa (American)", "Samoa (western)", "Sudan", "Netherlands", "Korea (South)"),
        *("Korea (North)", "Congo (Rep.)", "Congo (Dem. Rep.)", "Jersey", "Mexico", "Virgin Islands (US)"),
        *("Virgin Islands (UK)", "North Macedonia", "East Timor", "Georgia"),
    )
)
#: Words that, before the name of a state or country, make it the name of another place: New England, La Victoria.
ADJECTIVES = frozenset(
    (
        *("new", "old", "great", "greater", "little", "upper", "lower", "inner", "outer", "mid", "middle", "mainland"),
        *("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "equatorial"),
        *("northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern"),
        *("southwestern", "british", "french", "dutch", "spanish", "portuguese", "german", "italian", "american"),
        *("danish", "russian", "soviet", "nuevo", "nueva", "nouveau", "nouvelle", "neu", "nova", "novo", "papua"),
        *("gulf", "republic", "time", "timezone", "zone", "standard", "daylight", "summer", "winter", "from", "in"),
        *(
            "la",
            "el",
            "los",
            "las",
            "ciudad",
            "cidade",
            "villa",
            "vila",
            "san",
            "santa",
            "santo",
            "sao",
            "rio",
            "puerto",
        ),
        *("porto", "port", "fort", "mount", "lake", "cape", "isla", "ilha", "ile", "saint", "st", "ji"),
        *("pacific", "atlantic", "mountain", "alaska", "most", "rest"),
    )
)
#: Words that do not end the name of a place.
NO_ENDS = frozenset(
    ("of", "de", "del", "do", "da", "du", "time", "timezone", "zone", "standard", "for", "in", "from", "the", "rio")
)
