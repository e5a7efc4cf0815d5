"""Reading one file of ours into its record, every fault collected."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from content.problems import from_pydantic, keys_of
from locales.yamlfile import YamlFile, YamlProblem, read

Model = TypeVar("Model", bound=BaseModel)


def read_as(path: Path, model: type[Model], problems: list[str]) -> tuple[Model, YamlFile] | None:
    """The file as one of our records, and its lines; None when it is not, and then ``problems`` says why."""
    try:
        file = read(path)
    except YamlProblem as error:
        problems.append(str(error))
        return None
    try:
        return model.model_validate(file.data), file
    except ValidationError as error:
        problems += from_pydantic(file, error, known=keys_of(model))
        return None
