"""How Plotly comes to the browser: by its address, once, and with words where it does not come."""

from playwright.sync_api import Browser, expect

from tests.browser.app import Server, open_page, wait_idle

_TAKEN = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith("/plotly.min.js")).map((one) => one.transferSize)"""


def test_plotly_comes_by_its_address_once_and_is_kept(browser: Browser, server: Server):
    page = open_page(browser, f"{server.url}/about")
    messages = []
    page.on("websocket", lambda one: one.on("framereceived", lambda data: messages.append(data)))
    page.wait_for_selector(".plot[data-drawn]")
    first = page.evaluate(_TAKEN)

    page.goto(f"{server.url}/train?view=compare")
    page.wait_for_selector(".plot[data-drawn]")
    second = page.evaluate(_TAKEN)

    assert len(first) == 1 and 1_000_000 < first[0] < 2_000_000, "once, and packed"
    assert second == [0], "from what the browser kept"
    assert max(len(data) for data in messages) < 500_000, "no message carries it"
    page.context.close()


def test_where_plotly_does_not_come_the_charts_say_so_and_come_later(
    browser: Browser, server: Server
):
    page = open_page(browser, f"{server.url}/photo")
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(f"{server.url}/about")
    words = page.get_by_text("The charts did not come through.")
    expect(words.first).to_be_visible()

    page.unroute("**/plotly.min.js")
    page.reload()
    wait_idle(page)

    page.wait_for_selector(".plot[data-drawn]")
    expect(words).to_have_count(0)
    page.context.close()
