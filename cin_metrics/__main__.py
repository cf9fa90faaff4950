"""``python -m cin_metrics``: runs one command and says how it ended.

0 done; 1 an error of ours; 2 what was given is at fault; 130 stopped by the user; 141 the reader of
the output went away.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from cin_metrics.arguments import parse
from cin_metrics.commands import COMMANDS
from cin_metrics.faults import InputFault
from cin_metrics.progress import Progress

DONE, OURS, AT_FAULT, STOPPED, NO_READER = 0, 1, 2, 130, 141
INTERRUPTED = "Query interrupted"
"""What the database makes of the user's wish to stop."""
HOME = Path(__file__).parent
WITH_PANDAS = {"briefing"}
"""The commands whose statistics (statsmodels) need it."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that the words name; how it ended."""
    try:
        given = parse(sys.argv[1:] if words is None else words)
        with Progress() as progress:
            COMMANDS[given.command](given, progress)
        sys.stdout.flush()
        return DONE
    except InputFault as fault:
        print(*fault.faults, sep="\n", file=sys.stderr)
        return AT_FAULT
    except BrokenPipeError:
        # What is left in the buffer has nowhere to go, and Python would complain on leaving.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except KeyboardInterrupt:
        return stopped()
    except Exception as error:
        if str(error) == INTERRUPTED:
            return stopped()
        print(of_ours(error), file=sys.stderr)
        if os.environ.get("CIN_METRICS_DEBUG") == "1":
            traceback.print_exc()
        return OURS


def stopped() -> int:
    """Say that the user stopped the command; how it ended."""
    print("Stopped.", file=sys.stderr)
    return STOPPED


def of_ours(error: Exception) -> str:
    """What to report of an error that is not the user's: its kind and its place, never its text."""
    places = [
        f"{Path(frame.filename).relative_to(HOME.parent)} line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if HOME in Path(frame.filename).parents
    ]
    return (
        f"This is an error of ours. Please report: {type(error).__name__} in {places[-1]}. "
        "CIN_METRICS_DEBUG=1 shows more; that can hold values from the extract, so read it first."
    )


class WithoutPandas:
    """Lets nothing import pandas.

    pyarrow imports it on sight, which takes longer than everything else a command needs to start.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Nothing, except that there is no pandas."""
        if name == "pandas":
            raise ModuleNotFoundError("commands do without pandas", name=name)


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a letter gets its code; that is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")
    if not WITH_PANDAS & set(sys.argv[1:2]):
        sys.meta_path.insert(0, WithoutPandas())
    sys.exit(main())
