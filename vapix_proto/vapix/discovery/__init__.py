"""Readiness, APIs and properties of a device: ``systemready.cgi``, ``apidiscovery.cgi`` and ``basicdeviceinfo.cgi``.

``requests`` and ``responses`` hold their messages as values.
"""
