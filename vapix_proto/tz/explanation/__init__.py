"""A TZ string in English: what its clock shows, what each piece means, what comes next, and who reads it how.

``explain`` puts it together from ``pieces``, the pieces of the string, ``sentences``, its clock, and ``readers``, who
reads it how.
"""
