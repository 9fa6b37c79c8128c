"""The grammars at work: loading the Lark files, and the regular expressions that are compiled from them.

``loader`` parses a text with Lark, which it alone imports, and only when a text has been refused. ``expressions`` is
written by ``tools/compile_grammars.py``; the tests prove that it accepts what Lark accepts.
"""
