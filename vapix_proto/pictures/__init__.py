"""SVG pictures of clocks: of one clock in one year, or of all the clocks in a fleet.

Nothing here reads files or the system clock.
"""
