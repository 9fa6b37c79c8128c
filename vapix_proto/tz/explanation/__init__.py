"""Explains a TZ string in English: what its clock shows, what each piece means, what comes next, and who reads it how.

``explain`` combines ``pieces`` (the pieces of the string), ``sentences`` (its clock) and ``readers`` (who reads it
how).
"""
