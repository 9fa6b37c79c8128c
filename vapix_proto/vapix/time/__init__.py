"""Date, time and time zone of devices: ``time.cgi``, and the API ``time/v2`` that follows it.

``requests`` and ``responses`` of the former, ``settings`` of the latter; ``setting``: the right request for a version.
"""
