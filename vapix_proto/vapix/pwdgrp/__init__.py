"""``pwdgrp.cgi``: accounts.

``users``: user names, passwords and comments. ``roles``: access rights. ``requests`` and ``responses`` as values,
``validation``: the rules of values by version, ``listing``: the response of ``action=get``.
"""
