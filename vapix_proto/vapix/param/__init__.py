"""A device's parameters, which ``param.cgi`` lists and updates.

``registry`` contains the specification's parameters. ``values`` checks whether a parameter may be set to a value, and
``conflicts`` finds values that conflict. ``requests`` and ``responses`` contain classes for the messages.
"""
