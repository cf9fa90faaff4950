"""The extract in use with all that was made from it, and the one the app opens with."""

import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cin_metrics.engine import Workspace
from cin_metrics.events import Extract, load
from cin_metrics.sources.translated import Choices

DATA = Path(__file__).parents[2] / "data"
EXAMPLE = (DATA / "example.csv", DATA / "example_children.csv")
OPENING_EXTRACT = "CIN_METRICS_EXTRACT"
"""The environment variable that names another extract to open with than the example: one file, or several with the
system's separator of paths between them."""


class Recent:
    """The answers most recently asked for, so many of them; safe between threads, each made once.

    Who asks for what is being made waits for it; everything else can be had meanwhile.
    """

    def __init__(self, most: int):
        self._most = most
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._making: dict[Any, threading.RLock] = {}
        self._lock = threading.RLock()

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        """The answer kept under ``key``, made now if there is none."""
        with self._lock:
            if key in self._kept:
                return self._used(key)
            making = self._making.setdefault(key, threading.RLock())
        with making:
            try:
                with self._lock:
                    if key in self._kept:
                        return self._used(key)
                answer = make()
                with self._lock:
                    self._kept[key] = answer
                    if len(self._kept) > self._most:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return answer

    def _used(self, key: Any) -> Any:
        self._kept.move_to_end(key)
        return self._kept[key]

    def __contains__(self, key: Any) -> bool:
        return key in self._kept


@dataclass
class Holding:
    """An extract in use with the ledgers and answers made from it."""

    extract: Extract
    is_opening: bool
    workspace: Workspace = field(init=False)
    ledgers: Recent = field(default_factory=lambda: Recent(6))
    answers: Recent = field(default_factory=lambda: Recent(300))
    comparisons: Recent = field(default_factory=lambda: Recent(8))

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.extract.connection)


OPENED = Recent(2)
"""What the app opened with lately, read once for everyone on this server."""


def opening_extract() -> tuple[Path, ...]:
    """The files the app opens with: the example and its children, unless the environment names others."""
    named = os.environ.get(OPENING_EXTRACT, "").split(os.pathsep)
    return tuple(Path(name) for name in named if name) or EXAMPLE


def opening_holding() -> Holding:
    """The extract the app opens with, read once for everyone on this server."""
    paths = opening_extract()
    changed = tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)
    return OPENED.get((paths, changed), lambda: Holding(load(paths), is_opening=True))


def read_upload(files: Iterable[tuple[str, bytes]], choices: Choices | None = None) -> Extract:
    """The extract in uploaded files, not yet in use."""
    return load(list(files), choices=choices)


def set_aside_csv(extract: Extract) -> bytes:
    """The rows of an extract that were set aside, as CSV."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set_aside.csv"
        extract.write_set_aside(path)
        return path.read_bytes()
