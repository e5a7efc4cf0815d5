"""``bench/RESULTS.md``: what the last run of each command printed, with the machine, the commit and the command."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

HOUSE = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
CPU_INFO = Path("/proc/cpuinfo")
MEMORY_INFO = Path("/proc/meminfo")
TITLE = """# What was measured

Each part is written anew by its command, with `--write`; seconds hold for that machine and that hour, ratios for longer.
"""


def machine() -> str:
    """Processor, cores, memory, Python, and how busy it was."""
    model = re.search(r"model name\s*:\s*(.+)", CPU_INFO.read_text(encoding="utf-8", errors="replace"))
    memory = re.search(r"MemTotal:\s*(\d+)", MEMORY_INFO.read_text(encoding="ascii"))
    size = f"{int(memory[1]) / 1024**2:.0f} GB" if memory else "?"
    return (
        f"{model[1] if model else platform.machine()}, {len(os.sched_getaffinity(0))} cores, {size}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def commit() -> str:
    """The commit's short name, with + when the work tree differs from it."""
    try:
        name = _git("rev-parse", "--short", "HEAD")
        return name + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=HOUSE, capture_output=True, text=True, check=True).stdout.strip()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def write(command: str, *parts: str) -> None:
    """Write, or write anew, the part of ``command``."""
    told = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else TITLE
    head = f"## `{command}`"
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    section = "\n".join([head, "", f"{at} · commit {commit()} · {machine()}", "", *parts])
    before, _, rest = told.partition(f"{head}\n")
    _, again, after = rest.partition("\n## ")
    RESULTS.write_text(
        before.rstrip() + "\n\n" + section.rstrip() + "\n" + (f"\n## {after}" if again else ""), encoding="utf-8"
    )
