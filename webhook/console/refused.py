"""A form that was not taken: one that lay open too long, that cannot be read, that is too long or too heavy.

Who works in a browser reads why, and what to do, on a page of the desk with the ways back; a bare line looked like a
machine that had broken. It says nothing of what exists: the same for any address.
"""

from __future__ import annotations

from fastapi import Request, Response

from webhook.console.door import RefusedError
from webhook.console.lost import lost


async def refused(request: Request, error: Exception) -> Response:
    """The page for a browser, the line for everything else."""
    if not isinstance(error, RefusedError):
        raise error
    if "text/html" not in request.headers.get("accept", ""):
        return error.response
    return await lost(request, error.status, error.words, {}, error.then)
