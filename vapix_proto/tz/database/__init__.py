"""The installed IANA time zone database: the rule at the end of each of its files, and the zones that have a rule."""
