"""A device's accounts, which ``pwdgrp.cgi`` manages.

``users`` is about user names, passwords and comments, and ``roles`` about access rights. ``validation`` checks the
arguments of requests by the rules of an AXIS OS version. ``requests`` and ``responses`` contain a class for each
message; ``listing`` reads the response to ``action=get``.
"""
