"""What a device may respond and how its state then changes: ``accounts``, ``parameters``, ``maintenance``.

``access``: who may ask what. ``account_refusals``: what ``pwdgrp.cgi`` refuses, and why. ``allowed``: the values of
parameters. ``tz_strings``: TZ strings as the specification has them, written down once more.
"""
