"""SVG pictures of clocks: one clock's year, or all the clocks in a fleet.

Nothing here reads files or the system clock.
"""
