"""A device's accounts, which ``pwdgrp.cgi`` manages.

``users`` is about user names, passwords and comments, and ``roles`` about access rights. ``validation`` applies the
rules for values, which depend on the version of AXIS OS. ``requests`` and ``responses`` contain classes for the
messages; ``listing`` represents the response to ``action=get``.
"""
