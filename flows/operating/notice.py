"""Tells people by Apprise: e-mail, webhook, chat. The address may hold a password: never shown."""

from __future__ import annotations

import logging

from flows.progress import tell


def send_notice(addresses: str, title: str, body: str) -> bool:
    """Send a message to the addresses, which are separated by spaces; tells whether all took it.

    A message that cannot be sent is said in one line without the address, and fails nothing.
    """
    import apprise  # noqa: PLC0415 — it takes half a second, and most runs send nothing

    # Its log lines may hold the address.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    messenger = apprise.Apprise()
    is_understood = all(messenger.add(address) for address in addresses.split())
    is_sent = bool(messenger.notify(title=title, body=body)) if len(messenger) else False
    if not (is_understood and is_sent):
        tell("a message about this run could not be sent: look at IMAGINARIES_NOTIFY")
    return is_understood and is_sent
