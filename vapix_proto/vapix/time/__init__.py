"""A device's date, time and time zone: ``time.cgi``, and its successor, the ``time/v2`` API.

``requests`` and ``responses`` are for ``time.cgi``, and ``settings`` is for ``time/v2``. ``setting`` picks the request
that suits a device's version.
"""
