"""A device's readiness, APIs and properties: ``systemready.cgi``, ``apidiscovery.cgi`` and ``basicdeviceinfo.cgi``.

``requests`` and ``responses`` contain classes for the messages of these CGIs.
"""
