"""The visits of clients."""

from tests.support.visit import visit

__all__ = ["visit"]
