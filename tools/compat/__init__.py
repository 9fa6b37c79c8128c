"""Tests this library with the versions of other libraries that our users have, each in an environment of its own.

``python -m tools.compat [NAME...]`` makes the named environments, or all, and runs the tests that concern each. It
needs a package index; neither the README's command nor CI runs it. The name ``clients`` stands for all environments
with clients of devices; their run also prints which clients work with the emulator, and
``--page docs/reference/clients.md`` writes that table into the page.
"""
