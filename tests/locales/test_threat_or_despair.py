"""« On veut me tuer » is a threat and « je veux me tuer » is despair: the first words of help are not the same."""

from __future__ import annotations

import pytest

from content.plights import plights_of
from locales.words import safety_signs

THREATS = [
    "on veut me tuer, aidez moi vite",
    "on veut me tuer",
    "il veut me tuer",
    "elle veut me tuer",
    "ils vont me tuer",
    "on va me tuer",
    "quelqu'un veut me tuer",
    "quelqu un veut me tué",
    "ils veulent me tuer",
    "il veux me tuer",
    "ils veut me tuer",
    "on veux me tuer",
    "on veu me tué",
    "il ve me tuer",
    "il ve me tué",
    "ils von me tuer",
    "ils von me tué",
    "mon mari veut me tuer",
    "mon mari veux me tuer",
    "mes frères veulent me tuer",
    "mon père va me tuer",
    "les passeurs vont me tuer",
    "il a dit qu'il va me tuer",
    "je veux partir on veut me tuer",
    "je veux dire qu'il va me tuer",
    "je peux pas rentrer, on va me tuer",
    "il a envie de me tuer",
    "il a essayé de me tuer",
    "ils ont voulu me tuer",
    "ils cherchent à me tuer",
    "ils vont nous tuer",
    "on veut nous tuer",
    "les gens du village veulent ma mort",
    "il menace de me tuer",
    "il veut vraiment me tuer",
    "qui veut me tuer",
    "ON VEUT ME TUER",
    "j'ai peur, quelqu'un va me tuer",
    "si je rentre on va me tuer",
    "si je rentre il vont me tuer",
    "u b'a fɛ ka n faga",
    "u ba fe ka n faga",
    "mɔgɔ dɔ b'a fɛ ka ne faga",
    "mogo do ba fe ka ne faga",
    "a bɛna n faga",
    "u bɛ na n faga",
    "u be na ne faga",
    "u bɛ n faga",
    "u bɛ a ɲini ka n faga",
    "u b'a fɛ k'an faga",
    "u b'a fɛ ka an faga",
    "n cɛ b'a fɛ ka n faga",
]
DESPAIR = [
    "je veux me tuer",
    "je veut me tuer",
    "jveux me tuer",
    "jveut me tué",
    "je ve me tuer",
    "je veu me tué",
    "j veux me tuer",
    "je veux vraiment me tuer",
    "moi je veux me tuer",
    "veux me tuer",
    "je vais me tuer",
    "jvais me tuer",
    "je vai me tué",
    "je voudrais me tuer",
    "j'ai envie de me tuer",
    "jai envie de me tuer",
    "g envie de me tuer",
    "j'ai souvent envie de me tuer",
    "des fois envie de me tuer",
    "je pense à me tuer",
    "je pense a me tuer",
    "j'ai essayé de me tuer",
    "je veux mourir",
    "je vais me suicider",
    "aidez moi je veux me tuer",
    "je ne veux pas me tuer",
    "personne ne m'aide je veux me tuer",
    "n b'a fɛ ka n yɛrɛ faga",
    "n ba fe ka n yere faga",
    "ne b'a fɛ ka ne yɛrɛ faga",
    "n bɛ na n yɛrɛ faga",
    "n bɛna n yɛrɛ faga",
    "n b'a fɛ ka sa",
    "je suis fatigué, vais me tuer",
]


@pytest.mark.parametrize("typed", THREATS)
def test_whom_somebody_wants_to_kill_is_threatened_and_not_tired_of_life(typed: str) -> None:
    signs = safety_signs(typed)
    assert signs >= {"danger", "threatened"}
    assert "dark" not in plights_of(signs, {})


@pytest.mark.parametrize("typed", DESPAIR)
def test_who_wants_to_kill_themselves_is_heard_so_and_accuses_nobody(typed: str) -> None:
    signs = safety_signs(typed)
    assert "wants_to_die" in signs
    assert "threatened" not in signs


def test_who_fears_to_die_by_others_gets_the_words_for_both() -> None:
    assert safety_signs("je vais mourir, ils vont me tuer") >= {"danger", "threatened"}
