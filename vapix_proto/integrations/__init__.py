"""Integrations with other libraries. Importing this package imports none of them."""
