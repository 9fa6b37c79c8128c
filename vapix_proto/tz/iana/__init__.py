"""The IANA time zone database as installed: which ones there are, the string of a zone, and how long that holds.

``installed``: the databases, their versions and files. ``zone_files`` reads TZif files. ``agreement``: where the clock
of a file and that of a string agree. ``strings``: the string in force at an instant, and the nearest that a dialect can
write. ``rules`` and ``names`` answer questions with them.
"""
