"""A device's date, time and time zone: ``time.cgi``, and its successor, the API ``time/v2``.

``requests`` and ``responses`` serve the former, ``settings`` the latter; ``setting`` picks the request for a version.
"""
