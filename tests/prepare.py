"""Before the tests: is everything there that their real parts need? As root what is missing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LINE = "apt-get install -y chromium"
SPEAKER_LINE = "apt-get install -y espeak-ng"


def chromium() -> str | None:
    """The browser that the tests drive: ``SIRA_TEST_CHROMIUM``, or the one of the machine."""
    named = os.environ.get("SIRA_TEST_CHROMIUM", "")
    if named:
        return named
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def speaker() -> str | None:
    """The machine's voice of `sira voices standin`, or None."""
    return shutil.which("espeak-ng")


def main() -> int:
    """0 when browser and voice are there; installs Debian's as root, else says the line."""
    missing = [package for package, there in (("chromium", chromium()), ("espeak-ng", speaker())) if not there]
    if not missing:
        return 0
    line = f"apt-get install -y {' '.join(missing)}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"• the tests need {' and '.join(missing)}; running: {line}", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True)
        return 0 if chromium() and speaker() else 1
    print(f"The tests need {' and '.join(missing)}. Run: sudo {line}", file=sys.stderr)
    print("(SIRA_TEST_CHROMIUM may name another browser.)", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
