"""The installed IANA time zone database (``iana``): the rule of each of its zones, and the zones that have a rule."""
