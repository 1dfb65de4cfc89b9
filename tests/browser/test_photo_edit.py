"""Faces edited in real Chromium by mouse, finger and keys; what is saved is what was edited."""

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from core.photos import decode_photo
from tests.browser.app import Server, wait_idle
from tests.browser.keys import tab_to
from tests.browser.photo_page import FACE, WALL, at, drag, is_bare, photo_page, saved
from tests.support.sample import sample_photo


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = photo_page(browser, server)
    yield opened
    opened.context.close()


def test_a_tap_opens_the_seven_first_and_the_chosen_emoji_is_on_the_face_and_in_the_file(page):
    before = saved(page)
    page.mouse.click(*at(page, FACE))
    shown = page.locator(".popover .emojis").first.get_by_role("button")

    names = [button.get_attribute("aria-label") for button in shown.all()]
    page.locator(".popover").get_by_role("button", name="sad").click()

    assert names == ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
    expect(page.locator(".list li")).to_have_count(1)
    after = saved(page)
    assert not np.array_equal(after, before)
    assert np.array_equal(after[300:], before[300:]), "nothing else changed"


def test_an_extra_is_behind_more(page):
    page.mouse.click(*at(page, FACE))
    page.get_by_role("button", name="more", exact=False).click()

    page.locator(".popover .extras button").first.click()

    expect(page.locator(".list li")).to_have_count(1)
    assert not is_bare(saved(page))


def test_an_edit_shows_within_200_ms(page):
    page.mouse.click(*at(page, FACE))
    button = page.locator(".popover").get_by_role("button", name="surprise")
    button.wait_for()

    waited = page.evaluate(
        """() => new Promise((resolve) => {
          const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot);
          const root = roots.filter(Boolean).find((one) => one.querySelector(".photo-editor"));
          const sprite = root.querySelector(".mark .sprite");
          const before = sprite.style.backgroundPosition;
          const started = performance.now();
          root.querySelector('.popover [aria-label="surprise"]').click();
          const look = () => sprite.style.backgroundPosition !== before
            ? resolve(performance.now() - started) : requestAnimationFrame(look);
          requestAnimationFrame(look);
        })"""
    )

    assert waited < 200


def test_undo_redo_and_reset_by_button_and_by_key(page):
    page.mouse.click(*at(page, FACE))
    page.locator(".popover").get_by_role("button", name="Hide emoji").click()
    hidden = saved(page)
    page.keyboard.press("Control+z")
    undone = saved(page)
    page.get_by_role("button", name="Redo").click()
    redone = saved(page)
    page.get_by_role("button", name="Reset").click()
    reset = saved(page)

    assert is_bare(hidden) and is_bare(redone)
    assert not is_bare(undone) and np.array_equal(undone, reset)


def test_a_dragged_face_takes_its_emoji_along(page):
    page.mouse.click(*at(page, FACE))
    page.keyboard.press("Escape")

    drag(page, FACE, WALL)

    picture = saved(page)
    assert is_bare(picture)
    assert not is_bare(picture, WALL)


def test_a_corner_resizes_and_the_knob_turns(page):
    page.mouse.click(*at(page, FACE))
    page.keyboard.press("Escape")
    small = saved(page)
    corner = page.locator(".face.chosen .se").bounding_box()
    assert corner is not None

    page.mouse.move(corner["x"] + 7, corner["y"] + 7)
    page.mouse.down()
    page.mouse.move(corner["x"] + 90, corner["y"] + 110, steps=5)
    page.mouse.up()
    large = saved(page)
    knob = page.locator(".face.chosen .turn").bounding_box()
    assert knob is not None
    page.mouse.move(knob["x"] + 7, knob["y"] + 7)
    page.mouse.down()
    page.mouse.move(knob["x"] + 160, knob["y"] + 120, steps=5)
    page.mouse.up()
    turned = saved(page)

    changed = (large != sample_photo()).any(axis=2).sum()
    assert changed > 1.5 * (small != sample_photo()).any(axis=2).sum()
    assert (turned != large).any(axis=2).sum() > 0.05 * changed


def test_keys_alone_can_move_hide_and_say_that_it_is_no_face(page):
    page.locator(".face").first.focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("+")
    page.keyboard.press("]")
    moved = saved(page)
    page.locator(".face").first.focus()
    page.keyboard.press("h")
    hidden = saved(page)
    page.locator(".face").first.focus()
    page.keyboard.press("Delete")

    expect(page.locator(".list li")).to_have_count(0)
    assert not np.array_equal(moved, hidden)
    assert np.array_equal(hidden, sample_photo())
    assert np.array_equal(saved(page), sample_photo())


def test_an_emoji_is_changed_and_the_picture_taken_home_by_keys_alone(page):
    tab_to(page, page.locator(".photo-editor .face").first)
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".popover").get_by_role("button", name="sad", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="wears sad").first).to_be_visible()
    page.wait_for_timeout(400)
    wait_idle(page)
    tab_to(page, page.get_by_role("button", name="Save as PNG"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert not is_bare(decode_photo(download.value.path().read_bytes()))


def test_a_missed_face_gets_a_box_by_hand_and_is_read(page):
    page.get_by_role("button", name="Add a face").click()

    drag(page, (360, 330), (440, 430))

    expect(page.locator(".list li")).to_have_count(2)
    expect(page.locator(".list li").last).to_contain_text("%)", timeout=5000)
    assert not is_bare(saved(page), (400, 380))


def test_a_face_can_be_added_by_keys(page):
    page.get_by_role("button", name="Add a face").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.locator(".list li")).to_have_count(2)
    expect(page.locator(".face.chosen")).to_be_focused()


def test_the_list_does_what_the_picture_does(page):
    faces = page.get_by_role("list", name="Faces in the picture")

    faces.get_by_role("button", name="Hide: face 1").click()
    hidden = saved(page)
    faces.get_by_role("button", name="Show: face 1").click()

    assert is_bare(hidden)
    assert not is_bare(saved(page))


def test_edits_and_pictures_outlive_a_look_at_another_page(page):
    page.mouse.click(*at(page, FACE))
    page.locator(".popover").get_by_role("button", name="Hide emoji").click()
    page.get_by_role("radio", name="Twemoji").click()
    hidden = saved(page)

    page.get_by_role("link", name="About").click()
    page.get_by_role("heading", name="About").wait_for()
    page.get_by_role("link", name="Photo").click()
    page.wait_for_selector(".photo-editor .list li")
    again = saved(page)
    page.keyboard.press("Control+z")

    assert np.array_equal(again, hidden)
    expect(page.get_by_role("radio", name="Twemoji")).to_be_checked()
    assert not is_bare(saved(page)), "what was done before can still be undone"


def test_a_finger_taps_a_face_and_drags_it_once_it_is_chosen(browser, server):
    page = photo_page(browser, server, phone=True)
    page.touchscreen.tap(*at(page, FACE))
    page.locator(".popover").get_by_role("button", name="surprise").tap()
    start, end = at(page, FACE), at(page, WALL)
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    send("touchStart", start)
    for step in range(1, 7):
        x, y = (a + step / 6 * (b - a) for a, b in zip(start, end, strict=True))
        send("touchMove", (x, y))
    send("touchEnd")

    picture = saved(page)
    page.context.close()
    assert is_bare(picture)
    assert not is_bare(picture, WALL)
