"""Makes the fixtures for visits of clients available."""

from tests.support.visit import visit

__all__ = ["visit"]
