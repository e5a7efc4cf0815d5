"""Each answer bears its number, with a voice or without: whoever helps by telephone can say « touchez le 3 »."""

from __future__ import annotations

import re

from tests.chat.conftest import Phone


async def test_each_answer_bears_the_number_that_may_also_be_written(talking: Phone) -> None:
    numbers = re.findall(r'class="choice"><b>(\d+)</b>', talking.html)
    labels = list(talking.buttons.values())
    assert [int(number) for number in numbers] == list(range(1, len(labels) + 1))
    await talking.send(text="1")
    assert list(talking.buttons.values()) != labels, "the number written answers as the touch does"
