"""A job done by keys alone: Tab from thing to thing, as whoever has no pointer does."""

from typing import Final

from playwright.sync_api import Locator, Page

_IS_FOCUSED: Final = "(one) => one.getRootNode().activeElement === one"
_MOST: Final = 80  # stops of a page; more is no way that anybody would go


def tab_to(page: Page, wanted: Locator, *, back: bool = False) -> None:
    """Press Tab, or Shift and Tab, until something has the focus.

    Raises:
        AssertionError: It never comes.
    """
    wanted.wait_for(state="attached")
    for _ in range(_MOST):
        if wanted.evaluate(_IS_FOCUSED):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{wanted} is not reached by {_MOST} Tabs.")
