"""``param.cgi``: parameters.

``registry``: those of the specification. ``values``: whether one may be set to a value. ``requests`` and ``responses``.
"""
