"""``pwdgrp.cgi``: accounts.

``users``: user names, passwords and comments. ``roles``: access rights. ``requests`` and ``responses``: the messages as
values. ``validation``: the rules for values, depending on the version. ``listing``: the response to ``action=get``.
"""
