"""The rules that decide which responses are acceptable, and what state the device is in after each of them.

``access`` decides who may send which request, and then applies the rules of the requested CGI, for example those in
``accounts``. ``account_refusals`` lists what ``pwdgrp.cgi`` refuses. ``allowed`` defines the valid values of
parameters. ``tz_strings`` implements the specification of TZ strings independently.
"""
