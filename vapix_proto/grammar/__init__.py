"""The grammars, compiled from the Lark files by ``tools/compile_grammars.py``, so that the package does not need Lark.

``expressions`` contains the regular expressions that match valid input. For any other input, ``parser`` finds the first
error, using the tables (``tables``) that Lark generates for a grammar. Tests check that both accept exactly what Lark
accepts.
"""
