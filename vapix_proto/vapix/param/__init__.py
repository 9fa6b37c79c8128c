"""``param.cgi``: parameters.

``registry``: those of the specification. ``values``: whether one may be set to a value. ``conflicts``:
values that undo each other. ``requests`` and ``responses``.
"""
