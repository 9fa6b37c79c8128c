"""Puts this library in the place of the parsers of aioesphomeapi, ical and axis, and runs their own tests.

What is fetched stays outside this repository; the replacements of their parsers are in ``examples/switching``.
"""
