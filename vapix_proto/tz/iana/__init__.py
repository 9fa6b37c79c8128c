"""The installed IANA time zone databases, each zone's string, and how long it holds.

``installed``: the databases, their versions and files. ``zone_files`` reads TZif files. ``agreement``: where a file and
a string show the same clock. ``strings``: the string in force at an instant, and the nearest one that a dialect can
write. ``rules`` and ``names`` answer questions with them.
"""
