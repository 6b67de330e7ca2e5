"""Windows of people who are signed in, as the tests of pages have them."""

from tests.browser.conftest import window

__all__ = ["window"]
