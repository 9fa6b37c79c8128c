"""SVG pictures of clocks: a year of one clock, or all the clocks of a fleet.

Nothing here reads files or the system clock.
"""
