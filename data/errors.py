"""The exception tree: what can go wrong, and what to do next.

ImaginariesError            every message carries the value, the place and the next step
├── DeclarationError        a YAML declaration is malformed: stops before anything runs
├── UsageError              the command was asked for something it cannot do
├── StoreError              the work database or the published edition cannot be used
├── CheckError              the tables contradict themselves: nothing is published
├── StoppedError            a person or the system broke the run off
└── Fault                   one document or register failed: recorded, and the run goes on
 ·  ├── CollectFault        could not be discovered or fetched
 ·  │   ├── RefusedFault    the publisher does not want it asked: recorded, never worked round
 ·  │   └── PassedOverFault seen, and not for this source: it keeps no document from being missed
 ·  ├── ParseFault          could not be read as text
 ·  │   └── OcrFault        has pages that only OCR can read; the other pages are kept
 ·  ├── RegisterFault       rows that the declaration does not cover
 ·  └── WorkerFault         the worker died or took too long: tried again in the next run
"""

from __future__ import annotations

from functools import partial


class ImaginariesError(Exception):
    """The root: a message with the value, the place and the next step."""


class DeclarationError(ImaginariesError):
    """A declaration is malformed; names file, line and key."""


class UsageError(ImaginariesError):
    """The command was asked for something it cannot do."""


class StoreError(ImaginariesError):
    """The work database or the published edition cannot be used."""


class CheckError(ImaginariesError):
    """The tables contradict themselves, so the edition is not published."""


class StoppedError(ImaginariesError):
    """The run was broken off; what had been published stays as it was."""


class Fault(ImaginariesError):
    """One document or register failed; the flow records it and goes on with the next."""

    stage = "run"

    def __init__(self, reason: str, *, next_step: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword arguments are lost by Exception's own pickling, and faults cross processes.
        return (_rebuild_fault, (type(self), self.reason, self.next_step))


def _rebuild_fault(kind: type[Fault], reason: str, next_step: str) -> Fault:
    return kind(reason, next_step=next_step)


class CollectFault(Fault):
    """A document could not be discovered or fetched; `http_status` where there was an answer."""

    stage = "collect"

    def __init__(self, reason: str, *, next_step: str, http_status: int | None = None) -> None:
        super().__init__(reason, next_step=next_step)
        self.http_status = http_status

    def __reduce__(self) -> tuple[object, ...]:
        kind = partial(type(self), next_step=self.next_step, http_status=self.http_status)
        return (kind, (self.reason,))


class RefusedFault(CollectFault):
    """The publisher does not want it asked (robots.txt, 401, 403, 451); never worked round."""


class PassedOverFault(CollectFault):
    """An entry was seen and is not for this source; nothing that can be listed was left unread."""


class ParseFault(Fault):
    """A file could not be read as text."""

    stage = "parse"


class OcrFault(ParseFault):
    """Pages are pictures or have wrong letters; what the other pages say is kept."""


class RegisterFault(Fault):
    """A register has rows, columns or statuses that its declaration does not cover."""

    stage = "registers"


class WorkerFault(Fault):
    """The worker process died or took too long; that may be the machine's fault, so try again."""
