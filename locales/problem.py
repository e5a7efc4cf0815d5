"""What an author must mend before anything goes on, raised as one fault or as many."""

from __future__ import annotations


class AuthorProblem(ValueError):
    """``problems``: sentences for an author, each with file and line where there is one."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
