"""The grammars at work, as ``tools/compile_grammars.py`` compiles them from the Lark files; the package needs no Lark.

``expressions`` has regular expressions, which accept a text. ``parser`` explains what they refuse, by the tables that
Lark makes of a grammar (``tables``). The tests prove that both read what Lark reads.
"""
