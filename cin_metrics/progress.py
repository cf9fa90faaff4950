"""Progress of long work: one line on a terminal that changes as work goes on, nothing elsewhere."""

import sys
from types import TracebackType

WIDTH = 60


class Progress:
    """Called with the step under way; leaves no line behind when the work is over."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, step: str) -> None:
        """Show the name of a step."""
        if self.shown:
            print(f"\r{step[:WIDTH]:<{WIDTH}}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away, so that something else can be said."""
        if self.shown:
            print(f"\r{'':<{WIDTH}}\r", end="", file=sys.stderr, flush=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()
