"""Words of the talk that the team keeps as a complaint: told apart from the talk, and out of what the desk's card shows."""

from __future__ import annotations

from bot.engine.book import Book
from bot.engine.complaint_effects import Complain
from bot.engine.effects import Send
from bot.engine.events import ComplaintMade
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step

WORDS = "l'agent m'a frappé"


def test_it_is_kept_without_a_name_told_in_private_and_forgotten_by_the_talk(book: Book) -> None:
    before = Session(language="fr", consent="yes", notes={"question": WORDS, "other": "du travail"})
    done = step(book, before, ComplaintMade(WORDS, "worker", worker="w"), Moment(at=1000, ticket="ABC"))
    sent, made = (next(one for one in done.effects if isinstance(one, kind)) for kind in (Send, Complain))
    assert made == Complain("ABC", WORDS, "worker", anonymous=True, level="P0", worker="w")
    assert isinstance(sent, Send)
    assert sent.private
    assert [line.key for line in sent.lines] == ["phrase.complaint_made", "complaint.receipt_first.say"]
    assert dict(done.session.notes) == {"other": "du travail"}
