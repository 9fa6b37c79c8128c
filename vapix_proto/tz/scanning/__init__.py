"""Finds TZ strings in the text of files: in lines, table columns, configuration and source code.

``literals`` decodes quoted literals, and tracks where each character comes from. ``lines`` reads one string per line, a
CSV column, or a JSON Lines key. ``places`` has the table of places where configuration and source code put strings, and
``scan`` finds these strings. Nothing here judges strings or opens files.
"""
