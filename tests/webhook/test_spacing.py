"""French signs stay with their words on every page; what is typed and sent is left as it is."""

from __future__ import annotations

import pytest

from webhook.spacing import kept_together

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Où êtes-vous ?</p>", f"<p>Où êtes-vous{NB}?</p>"),
        ("<p>Touchez « Continuer ».</p>", f"<p>Touchez «{NB}Continuer{NB}».</p>"),
        ("<p>Oui ! Après ; ou : non</p>", f"<p>Oui{NB}! Après{NB}; ou{NB}: non</p>"),
        ("<b>Nom</b> : Kayes", f"<b>Nom</b>{NB}: Kayes"),
        ("<p>I ka kɛnɛ wa?</p>", "<p>I ka kɛnɛ wa?</p>"),
        (
            "<p>https://sira.test/a?b=1;2 l&#39;eau &amp; tout</p>",
            "<p>https://sira.test/a?b=1;2 l&#39;eau &amp; tout</p>",
        ),
        ('<input value="Et vous ?">', '<input value="Et vous ?">'),
        (
            "<textarea name=t rows=2>Et « vous » ?</textarea> ?",
            f"<textarea name=t rows=2>Et « vous » ?</textarea>{NB}?",
        ),
    ],
)
def test_what_is_read_does_not_break_before_a_sign(html: str, shown: str) -> None:
    assert kept_together(html) == shown
