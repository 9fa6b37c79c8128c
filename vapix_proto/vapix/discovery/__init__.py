"""A device's readiness, APIs and properties: ``systemready.cgi``, ``apidiscovery.cgi`` and ``basicdeviceinfo.cgi``.

``requests`` and ``responses`` represent the messages of these CGIs as values.
"""
