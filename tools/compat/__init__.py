"""Other libraries in the versions that our users have: an environment for each, and the tests that concern it.

``python -m tools.compat [NAME...]`` makes the environments and runs the tests in them; without a name, all. It needs a
package index; neither the README's command nor CI runs it. ``clients`` is a name for all environments with clients of
devices, and prints which of them work with the emulator; ``--page docs/reference/clients.md`` writes that
into the page.
"""
