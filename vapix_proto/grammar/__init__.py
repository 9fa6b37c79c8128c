"""The grammars, which ``tools/compile_grammars.py`` compiles from the Lark files; the package does not need Lark.

``expressions`` has the regular expressions that match valid texts. ``parser`` explains what they refuse, using the
tables (``tables``) that Lark generates for a grammar. Tests check that both accept what Lark accepts.
"""
