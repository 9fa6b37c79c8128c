"""Finds TZ strings in the text of files: in lines, table columns, configuration and source code.

``literals``: the text of a quoted literal, and where each of its characters comes from. ``lines``: one string per line,
a CSV column, or a JSON Lines key. ``places``: the table of places where configuration and source code put strings;
``scan`` finds them. Nothing here judges strings or opens files.
"""
