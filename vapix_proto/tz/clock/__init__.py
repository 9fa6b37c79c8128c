"""What a clock shows: the calendar, the readings of its string, transitions, ``datetime.tzinfo`` and TZif files."""
