"""A device's date, time and time zone: ``time.cgi``, and its successor, the API ``time/v2``.

``requests`` and ``responses`` are for ``time.cgi``, and ``settings`` is for ``time/v2``. ``setting`` picks the request
that suits a device's version.
"""
