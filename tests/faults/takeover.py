"""A human comes while the bot's answer still waits: the sender has died over it, and is started again afterwards."""

from __future__ import annotations

from pathlib import Path

from tests.faults.cases import Case
from tests.faults.lives import REPLY, Life
from tests.faults.play import SUBJECT, Played
from tests.faults.stage import Stage

CASE = Case("C7", "reply", "service")
HERE = "1"
"""The answer to the question at which the person stood when they asked for somebody."""


async def played(stage: Stage, folder: Path, build: str = "") -> Played:
    """The person writes, the sender dies before it claims the bot's answer, a worker replies, the sender comes back."""
    async with stage.scene(CASE, folder, build) as scene:
        await scene.open(dies=True)
        life = scene.life("reply", SUBJECT)
        await scene.begin(life)
        took = await scene.killed(lambda: life.says(HERE), lambda: _replies(life))
        return await scene.ended(took, tries=1)


async def _replies(life: Life) -> None:
    """She looks at the page again, since the person has written."""
    assert life.desk is not None
    await life.desk.opens(life.conversation)
    await life.act()


def said_after_the_human(ended: Played) -> list[str]:
    """What else the person read from the death on."""
    heard = ended.heard(SUBJECT)
    assert REPLY in heard, "the worker's words are lost"
    return [text for text in heard if text.startswith("Dans quelle région")]
