"""Who reads which TZ string."""
