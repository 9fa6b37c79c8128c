"""``pwdgrp.cgi``: accounts.

``users``: user names, passwords and comments. ``roles``: access rights. ``requests`` and ``responses`` as values,
``validation``: every problem of a request, ``listing``: the response of ``action=get``.
"""
