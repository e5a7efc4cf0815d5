"""What speaks for a service beyond its conditions: the trade, the language, what somebody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from content.facts import registry
from content.phrases import phrase
from content.rules import Clause
from content.trades import FIELD, LITERACY, Kinship
from content.wish import LOST, is_landless, must_earn
from locales.text import Text

if TYPE_CHECKING:
    from content.scored import Scored

_LIKE: Final = {Kinship.SAME_CODE: "near", Kinship.SAME_GROUP: "near", Kinship.SAME_SECTOR: "family"}
CLAIM: Final = "skills"
"""An answer to « what matters most » that asks for nothing by itself: « you asked for it: I have a trade » is no reason."""


def fitting(scored: Scored) -> Iterator[Text]:
    """What makes the service suit this person beyond the conditions."""
    facts, service = scored.facts, scored.service
    yield from _trade(scored)
    wants_to_read = facts.get("reads") in {"no", "little"} or facts.get("trade") == LITERACY
    if wants_to_read and service.offers.get("literacy") is True:
        yield phrase("match.literacy.passed")
    if facts.get("french") == "no" and "bm" in service.taught_in:
        labels = registry()["languages"].labels
        yield phrase("match.language.passed", languages=tuple(labels[code] for code in service.taught_in))
    if facts.get("sex") == "f" and any(_for_women(rule.clause) for rule in service.prefer):
        yield phrase("match.women.passed")
    if service.returnees_only is False and "return_kind" not in scored.unsaid:
        yield phrase("match.open_to_all.passed")


def _trade(scored: Scored) -> Iterator[Text]:
    if scored.service.kind not in {"training", "skills_check"}:
        return
    crafts = scored.directory.trades
    planned = scored.service.state == "planned"
    for fact, same in (("trade", "passed"), ("skill", "checked")):
        wish = scored.facts.get(fact)
        if wish is None:
            continue
        known = crafts.doable(scored.prepared.trades, is_landless(scored.facts))
        field = scored.facts.get(FIELD)
        if field is not None:
            yield from _of_field(scored, fact, [taught for taught in known if crafts[taught].sector in field])
            continue
        near = ((crafts.kinship(taught, wish), taught) for taught in known)
        kin, nearest = min(near, default=(Kinship.NONE, ""))
        if kin is not Kinship.NONE:
            said = _LIKE.get(kin) or ("planned" if planned else "unknown" if _unsure(scored, nearest) else same)
            yield phrase(f"match.{fact}.{said}", trade=crafts[nearest].text)


def _unsure(scored: Scored, trade: str) -> bool:
    """Whether the documents do not tell that this trade runs there: who chose it asks before they set out."""
    return any(one.id == trade and one.state == "unknown" for one in scored.service.trades)


def _of_field(scored: Scored, fact: str, known: Sequence[str]) -> Iterator[Text]:
    """Of who chose a picture and named no trade: what is taught in that field, and nothing of « your trade »."""
    if known and scored.service.state != "planned":
        wish, crafts = scored.facts[fact], scored.directory.trades
        nearest = min(known, key=lambda taught: crafts.kinship(taught, wish))
        yield phrase(
            "match.trade.passed" if fact == "trade" else "match.skill.checked_kind", trade=crafts[nearest].text
        )


def wished(scored: Scored) -> Iterator[Text]:
    """That it is what they asked for: work, for who must earn, or else the first need of theirs that it serves."""
    if scored.service.kind == "job" and must_earn(scored.facts):
        yield phrase("match.earning.passed")
        return
    said = scored.facts.get("need") or ()
    if LOST in said:  # what comes first for who does not know is a guess of ours
        return
    for need in (said,) if isinstance(said, str) else said:
        if need in scored.prepared.needs and need != CLAIM:
            yield phrase("match.asked.passed", wanted=registry()["need"].labels[need])
            return


def _for_women(clause: Clause) -> bool:
    return any(leaf.fact == "sex" and leaf.values == frozenset({"f"}) for leaf in clause.leaves())
