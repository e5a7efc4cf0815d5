"""How long somebody has waited, as a person says it: nobody waits for zero minutes."""

from __future__ import annotations

import pytest

from bot.alerts.errands import Errand
from bot.alerts.wording import group_text, mail
from bot.engine.book import Book
from webhook.pages import ago


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "à l’instant"), (59, "à l’instant"), (60, "depuis 1 min"), (7200, "depuis 2 h"), (86_400, "depuis 1 j")],
)
def test_an_age_on_a_page(seconds: int, said: str) -> None:
    assert ago(seconds).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "à l'instant"), (59, "à l'instant"), (60, "attend depuis 1 min")])
def test_an_age_in_a_call(book: Book, seconds: int, said: str) -> None:
    call = Errand("a", "telegram", "new", "P0", "K7M2Q4", "sira", "bamako", "fr", "bamako", seconds, 0)
    assert f"Bamako · {said}\n" in group_text(book, call)
    assert said.casefold() in mail(book, call, "https://sira.test")[1].casefold().replace(" : ", " ")
    assert " 0 min" not in group_text(book, call) + mail(book, call, "https://sira.test")[1]
