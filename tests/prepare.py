"""Before the tests: is everything there that their real parts need? As root what is missing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Final

SHELL: Final = "chromium-headless-shell"
"""The same browser without its windows: it costs the tests little more than half of what the other does."""
CHROMIUM: Final = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SPEAKER: Final = "espeak-ng"
LINE: Final = "apt-get install -y chromium"
SPEAKER_LINE: Final = f"apt-get install -y {SPEAKER}"


def chromium() -> str | None:
    """The browser that the tests drive: ``SIRA_TEST_CHROMIUM``, or the lightest of the machine."""
    named = os.environ.get("SIRA_TEST_CHROMIUM", "")
    if named:
        return named
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def speaker() -> str | None:
    """The machine's voice of `sira voices standin`, or None."""
    return shutil.which(SPEAKER)


def main() -> int:
    """0 when browser and voice are there; installs Debian's as root, else says the line."""
    lighter = not os.environ.get("SIRA_TEST_CHROMIUM") and shutil.which(SHELL) is None
    if os.geteuid() == 0 and shutil.which("apt-get") and (lighter or not speaker()):
        _install(SHELL, SPEAKER)
    if chromium() is None:
        _install("chromium")
    missing = [name for name, there in (("chromium", chromium()), (SPEAKER, speaker())) if not there]
    if missing:
        print(
            f"The tests need {' and '.join(missing)}. Run: sudo apt-get install -y {' '.join(missing)}", file=sys.stderr
        )
        print("(SIRA_TEST_CHROMIUM may name another browser.)", file=sys.stderr)
    return int(bool(missing))


def _install(*packages: str) -> None:
    """Those of them that the machine's registry has; where it has none, or cannot be reached, what is there must do."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    found = [package for package in packages if _known(package)]
    if found:
        line = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *found]
        print(f"• the tests need {' and '.join(found)}; running: {' '.join(line)}", flush=True)
        subprocess.run(line, check=False)


def _known(package: str) -> bool:
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
