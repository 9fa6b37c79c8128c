"""Finds TZ strings in the text of files: in lines, table columns, configuration and source code.

``literals`` decodes quoted literals, and tracks where each character comes from. ``lines`` reads strings from text with
one string per line, from a CSV column, or from the values of a key in JSON Lines. ``places`` lists the settings and
variables that hold strings in configuration and source code, and the calls that accept strings; ``scan`` finds these
strings. Nothing here judges strings or opens files.
"""
