"""``param.cgi``: parameters.

``registry``: the specification's parameters. ``values``: whether a parameter may be set to a value. ``conflicts``:
values that conflict with each other. ``requests`` and ``responses`` hold the messages as values.
"""
