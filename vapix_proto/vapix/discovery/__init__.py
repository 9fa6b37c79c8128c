"""A device's readiness, APIs and properties: ``systemready.cgi``, ``apidiscovery.cgi`` and ``basicdeviceinfo.cgi``.

``requests`` and ``responses`` hold their messages as values.
"""
