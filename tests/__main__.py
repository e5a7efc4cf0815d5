"""All tests: the browser's beside the others, for each leaves the processors idle where the other works.

They are two runs of pytest: the browser's driver keeps a loop of its own, in which no other test could start one. The
browser's report is printed when the others have ended. Exit 1 when anything failed in either.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import IO, Final

AT_ONCE: Final = ("--dist", "loadscope", "--no-loadscope-reorder")
"""File by file, in the order of `tests/order.py`."""
WORKERS: Final = "3"
"""On two processors: much of it waits for processes to start and end."""
BROWSERS: Final = "1"
STOP_SECONDS: Final = 20


def main() -> int:
    """Run both to their ends."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
        browser = _pytest("-n", BROWSERS, "tests/browser", output=report)
        try:
            others = _pytest("-n", WORKERS, "--ignore", "tests/browser").wait()
            seen = browser.wait()
        finally:
            browser.terminate()
            browser.wait(STOP_SECONDS)
        report.seek(0)
        print("• in the browser", report.read(), sep="\n", flush=True)
    return int(bool(others or seen))


def _pytest(*words: str, output: IO[str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "pytest", *AT_ONCE, *words], stdout=output, stderr=output)


if __name__ == "__main__":
    sys.exit(main())
