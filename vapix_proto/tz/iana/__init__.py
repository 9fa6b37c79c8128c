"""The installed IANA time zone databases, the TZ string of each zone, and how long that string stays correct.

``installed`` finds the databases, their versions and their files; ``zone_files`` reads TZif files. ``agreement`` finds
when a file and a string give the same UTC offset. ``strings`` finds the string in force at an instant, and the
nearest string that a dialect allows. ``rules`` and ``names`` use all of these to answer questions about zones.
"""
