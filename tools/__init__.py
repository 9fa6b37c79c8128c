"""Programs for maintainers, which are not shipped."""
