"""TZ strings in the texts of files: in lines, in columns of tables, in configuration and source code.

``literals``: the text of a quoted literal, and where each of its characters comes from. ``lines``: one string a line, a
column of CSV, a key of JSON Lines. ``places``: the table of places where configuration and source code have strings;
``scan`` finds them. Nothing here judges strings or opens files.
"""
