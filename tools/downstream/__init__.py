"""Replaces the parsers of aioesphomeapi, ical and axis with this library, and runs the tests of these projects.

Everything fetched stays outside this repository; the adapters that replace the parsers are in ``examples/switching``.
"""
