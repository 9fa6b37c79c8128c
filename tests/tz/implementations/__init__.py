"""Which implementation reads which TZ strings."""
