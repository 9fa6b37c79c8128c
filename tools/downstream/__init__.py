"""Puts this library in the place of the parsers of aioesphomeapi, ical and axis, and runs their own tests.

What is fetched stays outside of this repository; what replaces their parsers is in ``examples/switching``.
"""
