"""Whether a request really comes from Twilio.

Twilio signs the address that it was told to call. Behind a proxy the server sees another one, and forwarded headers can
be forged, so the configured public address is what counts (protection C1). What stands after « # » in the address at Twilio
is not signed (Twilio, « Webhooks: Connection Overrides »: such fragments « do not make it into the signature computation and
should be left out on your side as well »). Fields are never a closed list, since Twilio adds some without notice.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import (  # type: ignore[import-untyped]
    HMAC_SHA1,
    HMAC_SHA256,
    RequestValidator,
    add_port,
    get_signature_algorithm,
    remove_port,
)

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"  # names the algorithm when a SharedKey signs (twilio 9.13)
ALGORITHMS = (HMAC_SHA1, HMAC_SHA256)


def genuine(
    public_url: str,
    path: str,
    query: str,
    fields: Iterable[tuple[str, str]],
    signature: str,
    *,
    secrets: Sequence[str],
    signature_settings: str = "",
) -> bool:
    """Compare ``signature`` with ours in constant time, with and without the port, under each secret.

    ``path`` and ``query`` as they stood in the request, not decoded; ``fields`` every field of the form, repeated ones
    repeated. ``secrets`` are the account's token and, where used, the SharedKey. No secret, no signature or an unknown
    algorithm: False.
    """
    algorithm = get_signature_algorithm(signature_settings).upper()
    known = [secret for secret in secrets if secret]
    if algorithm not in ALGORITHMS or not signature or not known:
        return False
    try:
        address = urlsplit(public_url.rstrip("/") + path + (f"?{query}" if query else ""))
        addresses = {address.geturl(), add_port(address), remove_port(address)}
    except ValueError:  # a port that is no number
        return False
    form = ImmutableMultiDict(list(fields))
    try:
        ours = [RequestValidator(s).compute_signature(url, form, algorithm) for s in known for url in addresses]
    except UnicodeEncodeError:  # half a surrogate pair: Twilio sends UTF-8
        return False
    given = signature.strip().encode("utf-8", "replace")
    matches = [hmac.compare_digest(one.encode(), given) for one in ours]  # every one, so that time tells nothing
    return any(matches)
