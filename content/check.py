"""All that is wrong with the files of this folder, in French, with file and line: ``python -m content.check``."""

from __future__ import annotations

import sys

from content.load import ContentProblem, load


def main() -> int:
    """Print every fault; the exit code is 1 when there is one."""
    try:
        directory = load()
    except ContentProblem as error:
        sys.stdout.write("\n".join(error.problems) + f"\n{len(error.problems)} choses à corriger.\n")
        return 1
    sys.stdout.write(f"{len(directory.services)} fiches, rien à corriger.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
