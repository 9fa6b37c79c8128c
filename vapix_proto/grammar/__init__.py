"""The grammars, as ``tools/compile_grammars.py`` compiles them from the Lark files; the package does not need Lark.

``expressions`` has regular expressions that match a valid text. ``parser`` explains what they refuse, with the tables
(``tables``) that Lark makes of a grammar. Tests prove that both read what Lark reads.
"""
