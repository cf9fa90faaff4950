"""``python -m tests.fuzz.reader READER SECONDS SEEDS FINDS [INPUT]``: one reader fuzzed, or one input tried again."""

import random
import sys
import zlib
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cin_metrics.sources"]):
    from cin_metrics.sources.recognise import open_files

from cin_metrics.events import load
from cin_metrics.faults import InputFault
from tests.fuzz.seeds import files_of, packed_again

LOAD_ONE_IN = 100
"""A whole load takes as long as hundreds of readings, so only some inputs are taken that far."""
MAXIMUM_BYTES = 100_000


def fuzz(name: str, seconds: int, folder: Path, finds: Path, only: str | None = None) -> None:
    """Fuzz one reader; the process ends with it, and with an error where there is a find."""

    def read(content: bytes) -> None:
        files = files_of(name, content)
        try:
            for opened in open_files(files).values():
                for file in opened:
                    if hasattr(file, "tables"):
                        for table in file.tables():
                            table.validate(full=True)
            if only or name == "parquet" or zlib.crc32(content) % LOAD_ONE_IN == 0:
                extract = load(files, date(2026, 9, 30))
                # The load itself makes sure that rows in are those accepted and set aside; this, that all are kept.
                assert extract.set_aside().num_rows == sum(file.set_aside for file in extract.report.files)
                extract.close()
        except InputFault as fault:
            assert fault.faults and all(sentence.strip() for sentence in fault.faults)

    def changed(content: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        packed = packed_again(content, lambda part: atheris.Mutate(part, most), dice.randrange(99))
        return packed if packed and len(packed) <= most and dice.random() < 0.9 else atheris.Mutate(content, most)

    options = [
        f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", f"-max_len={MAXIMUM_BYTES}",
        "-len_control=0", f"-dict={folder / 'words'}", f"-artifact_prefix={finds}/{name}-", "-print_final_stats=1",
        "-verbosity=0",
    ]  # fmt: skip
    is_packed = name in ("workbook", "annex_a")
    places = [only or str(folder / "corpus")]
    atheris.Setup([sys.argv[0], *options, *places], read, custom_mutator=changed if is_packed else None)
    atheris.Fuzz()


if __name__ == "__main__":
    reader, time, *places = sys.argv[1:]
    fuzz(reader, int(time), Path(places[0]), Path(places[1]), *places[2:])
