"""``python -m tests.fuzz [READER] [--seconds N] [--input FILE]``: look for a file that a reader cannot take."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.seeds import SEEDS, write_seeds

HOME = Path(__file__).parents[2]
FINDS = HOME / "out" / "fuzz"
MORE_SECONDS = 60
"""What a process may take beyond its time, to start and to end."""


def main(arguments: list[str]) -> int:
    """Run what is asked for, each reader in a process of its own; how many had finds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Look for a file that no reader takes.")
    parser.add_argument("reader", nargs="?", choices=list(SEEDS), help="all unless said")
    parser.add_argument("--seconds", type=int, default=60, help="how long for each reader (60 unless said)")
    parser.add_argument("--input", type=Path, help="a find to try again")
    given = parser.parse_args(arguments)
    again = [given.input.resolve()] if given.input else []
    names = [given.reader] if given.reader else list(SEEDS)
    found = [name for name in names if finds(name, given.seconds, *again)]
    print(f"Finds in {', '.join(found)}: see {FINDS}" if found else "No finds.")
    return len(found)


def finds(name: str, seconds: int, *again: Path) -> bool:
    """Whether fuzzing a reader for so long finds anything; what it says goes to the terminal."""
    FINDS.mkdir(parents=True, exist_ok=True)
    before = set(FINDS.glob(f"{name}-*"))
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(name, Path(folder))
        command = [sys.executable, "-m", "tests.fuzz.reader", name, str(seconds), folder, str(FINDS), *map(str, again)]
        process = subprocess.Popen(command, cwd=HOME)
        try:
            code = process.wait(seconds + MORE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = 0  # it is done, and only its database's threads keep it
    return bool(code or set(FINDS.glob(f"{name}-*")) - before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
