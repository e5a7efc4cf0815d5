"""Reads every record and says in French, with file and line, what an author has to mend."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import ValidationError

from content.schema import Service
from locales.yamlfile import YamlProblem, read

ROOT = Path(__file__).parent


def main() -> int:
    """Check the records and print what is wrong; the exit code is 1 when something is."""
    problems = []
    for path in sorted((ROOT / "services").glob("*.yaml")):
        try:
            file = read(path)
            Service.model_validate(file.data)
        except YamlProblem as error:
            problems.append(str(error))
        except ValidationError as error:
            for detail in error.errors():
                steps = tuple(step for step in detail["loc"])
                problems.append(f"{path}:{file.line(steps)}: {' → '.join(map(str, steps))} : {detail['msg']}")
    sys.stdout.write("\n".join(problems) + ("\n" if problems else ""))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
