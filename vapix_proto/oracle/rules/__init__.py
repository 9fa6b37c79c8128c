"""The acceptable responses and the state after each: ``accounts``, ``parameters``, ``maintenance``.

``access``: who may send which request. ``account_refusals``: what ``pwdgrp.cgi`` refuses, and why. ``allowed``: the
valid values of parameters. ``tz_strings``: an independent implementation of the TZ string specification.
"""
