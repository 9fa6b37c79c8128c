"""What a device is and what it can do: ``systemready.cgi``, ``apidiscovery.cgi`` and ``basicdeviceinfo.cgi``.

``requests`` and ``responses`` as values.
"""
