"""A long answer begins at its first line, an arrow says that there is more below, and a human is in sight all the while."""

from __future__ import annotations

from playwright.sync_api import Page, expect

STEPS_MAX = 15
ARROWS_MAX = 12
CROSSED = """() => {
    const arrow = document.getElementById("more").getBoundingClientRect();
    return [...document.querySelectorAll("#answers button")].filter((button) => {
        const box = button.getBoundingClientRect();
        return arrow.width && box.top < arrow.bottom && arrow.top < box.bottom && box.left < arrow.right;
    }).map((button) => button.textContent.trim());
}"""
"""The answers under the arrow."""


def _touch(page: Page, label: str) -> None:
    button = page.locator("#answers button", has_text=label).first
    expect(button).to_be_visible()
    said = page.locator("#talk .me").count()
    button.click()
    expect(page.locator("#talk .me")).to_have_count(said + 1)
    expect(page.locator("#talk .sending")).to_have_count(0)


def _goes_on(page: Page) -> None:
    """The first answer; of an age, a grown-up's."""
    _touch(page, "De 18 à 24" if page.locator("#answers button[value$=':18_24']").count() else "")


def _first_new_line_is_seen(page: Page) -> None:
    top = page.evaluate(
        """() => {
            const mine = [...document.querySelectorAll("#talk .me")].pop();
            const box = document.getElementById("scroll").getBoundingClientRect();
            return mine.nextElementSibling.getBoundingClientRect().top - box.top;
        }"""
    )
    # the page lets what is new rise by six pixels
    assert -7 <= top < page.viewport_size["height"]  # type: ignore[index]


def test_the_arrow_leads_who_is_in_danger_to_what_stands_below(person: Page) -> None:
    for label in ("Français", "Oui, d'accord", "Non, il faut"):
        _touch(person, label)
    _first_new_line_is_seen(person)
    last = person.locator("#talk li").last
    expect(last).not_to_be_in_viewport(ratio=1)
    expect(person.locator("#answers .choice").first).to_be_in_viewport(ratio=1)
    arrow = person.locator("#more")
    expect(arrow).to_be_in_viewport(ratio=1)
    for _ in range(ARROWS_MAX):
        if not arrow.is_visible():
            break
        arrow.click(force=True)  # it moves while the page does
        person.wait_for_timeout(600)
    expect(arrow).to_be_hidden()
    expect(last).to_be_in_viewport(ratio=0.9)


def test_among_long_ideas_a_human_stands_at_the_foot_until_one_is_offered_in_sight(person: Page) -> None:
    _touch(person, "Français")
    for _ in range(STEPS_MAX):
        if "Être mis en contact" in person.locator("#answers").inner_text():
            break
        _goes_on(person)
    _first_new_line_is_seen(person)
    expect(person.locator("#answers button", has_text="Parler à quelqu'un")).not_to_be_in_viewport()
    expect(person.locator("footer .someone button")).to_be_in_viewport(ratio=1)
    expect(person.locator("#more")).to_be_in_viewport(ratio=1)
    person.locator("footer .menu button").click()
    expect(person.locator("#answers button", has_text="Parler à quelqu'un")).to_be_in_viewport(ratio=1)
    expect(person.locator("footer .someone button")).to_be_hidden()
    expect(person.locator("#more")).to_be_hidden()


def test_the_arrow_lies_over_no_answer_whatever_stands_in_sight(person: Page) -> None:
    _touch(person, "Français")
    for _ in range(STEPS_MAX):
        if "Être mis en contact" in person.locator("#answers").inner_text():
            break
        _goes_on(person)
    box = person.locator("#scroll")
    seen = 0
    for place in range(0, int(box.evaluate("box => box.scrollHeight - box.clientHeight")), 40):
        box.evaluate("(box, place) => { box.scrollTop = -place; }", place)
        person.wait_for_timeout(20)
        seen += person.locator("#more").is_visible()
        assert person.evaluate(CROSSED) == []
    assert seen > ARROWS_MAX, "it was there to be looked at"
