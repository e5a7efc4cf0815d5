"""The HTTP side. A server that is given ``webhook.app:app`` by name starts here."""

import gc

LOADING = 50_000
"""New objects before a look for garbage, as for the command line: what is loaded now stays, and looking cost a quarter."""

gc.set_threshold(LOADING, *gc.get_threshold()[1:])
