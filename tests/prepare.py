"""Before the tests: is everything there that their real parts need? As root what is missing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LINE = "apt-get install -y chromium"


def chromium() -> str | None:
    """The browser that the tests drive: ``SIRA_TEST_CHROMIUM``, or the one of the machine."""
    named = os.environ.get("SIRA_TEST_CHROMIUM", "")
    if named:
        return named
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def main() -> int:
    """0 when a browser is there; installs Debian's as root, else says the line."""
    if chromium():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"• the browser tests need Chromium; running: {LINE}", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
        return 0 if chromium() else 1
    print(
        f"The browser tests need Chromium. Run: sudo {LINE} (or set SIRA_TEST_CHROMIUM to its path).", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
