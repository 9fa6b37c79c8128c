"""A device's accounts, which ``pwdgrp.cgi`` manages.

``users`` is about user names, passwords and comments, and ``roles`` about access rights. ``validation`` has the rules
for values, which depend on the version. ``requests`` and ``responses`` represent the messages as values; ``listing`` is
the response to ``action=get``.
"""
