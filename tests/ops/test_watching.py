"""The dashboard and the rules speak of figures that exist, and each alert has a page that says what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.engine.book import Book
from bot.settings import Settings
from tests.phone import KEY
from webhook.app import create_app

OPS = Path(__file__).parents[2] / "ops"
HEADINGS = ("# ", "## Ce que vous voyez", "## Pour les personnes", "## Que faire", "## Quand appeler")
LINES_MAX = 30
TOKEN = "a-token-for-figures"


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((OPS / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in _rules())
    for panel in json.loads((OPS / "grafana.json").read_text("utf-8"))["panels"]:
        yield from (target["expr"] for target in panel["targets"])


@pytest.fixture
async def figures(book: Book, ready_file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """``/metrics`` of a house in production, asked from another machine with the token."""
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    monkeypatch.setattr("bot.running.refuse_unsafe", lambda _: None)
    settings = Settings(
        database_url=f"sqlite:///{ready_file}", master_key=KEY, pepper=KEY, env="production",
        public_url="https://sira.test", metrics_token=TOKEN,
    )  # fmt: skip
    app = create_app(settings, thinks=False, sends=False)
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 1))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="https://sira.test") as client,
    ):
        for wrong in ("", "Bearer ", "Bearer another"):
            assert (await client.get("/metrics", headers={"authorization": wrong})).status_code == 404
        answer = await client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return answer.text


async def test_every_figure_that_is_drawn_or_watched_is_shown(figures: str) -> None:
    shown = set(re.findall(r"^# TYPE (\w+) ", figures, re.MULTILINE))
    wanted = {re.sub(r"_bucket$", "", name) for words in _expressions() for name in re.findall(r"\bsira_\w+", words)}
    assert wanted <= shown
    ours = {name for name in shown if name.startswith("sira_")} - {"sira_turn_seconds_created"}
    assert ours <= wanted, "a figure that nobody looks at"


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule["alert"])
def test_each_alert_has_its_page_that_says_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["runbook"] == f"runbook/{rule['alert']}.md"
    text = (OPS / rule["annotations"]["runbook"]).read_text("utf-8")
    places = [text.index(heading) for heading in HEADINGS]
    assert places == sorted(places)
    assert len(text.splitlines()) <= LINES_MAX


def test_there_is_no_page_without_its_alert() -> None:
    assert {page.stem for page in (OPS / "runbook").glob("*.md")} == {rule["alert"] for rule in _rules()}


def test_brackets_of_every_expression_close() -> None:
    for words in _expressions():
        assert all(words.count(a) == words.count(b) for a, b in ("()", "{}", "[]")), words


def test_what_must_outlive_a_container_stands_on_a_volume_and_every_process_is_watched() -> None:
    compose = yaml.safe_load((OPS.parent / "compose.yaml").read_text("utf-8"))
    port = yaml.safe_load((OPS / "prometheus.yml").read_text("utf-8"))["scrape_configs"][1]["dns_sd_configs"][0]["port"]
    for name in ("web", "worker", "sender"):
        made = compose["services"][name]
        mounted = {volume.partition(":")[2] for volume in made["volumes"]}
        for file in ("SIRA_ERASURES", "SIRA_AUDIT_HEADS"):
            assert str(Path(made["environment"][file]).parent) in mounted
        assert made["environment"]["SIRA_METRICS"].endswith(f":{port}")
