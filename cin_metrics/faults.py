"""What the user gave is at fault: said in sentences, gathered and reported at once.

No sentence carries a child's values: a place (file, line, key), what was found in words of the
vocabulary, what is allowed, the nearest known name.
"""

import difflib
from collections.abc import Iterable


class InputFault(Exception):
    """The user's file, pack, date or option is at fault. ``faults`` holds one sentence for each."""

    def __init__(self, faults: str | Iterable[str]):
        self.faults = [faults] if isinstance(faults, str) else list(faults)
        super().__init__("\n".join(self.faults))


def nearest(word: str, known: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` for the closest known word, or an empty text."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f" Did you mean '{close[0]}'?" if close else ""
