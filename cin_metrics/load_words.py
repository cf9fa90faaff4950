"""What became of the rows of an extract, in words for a terminal."""

from collections.abc import Iterator

from cin_metrics.load_report import REASONS, FileReport, LoadReport


def described(report: LoadReport) -> Iterator[str]:
    """The lines that say it: counts first, then why rows were set aside, columns, findings."""
    yield (
        f"{report.rows_in:,} rows in, {report.accepted:,} accepted, {report.set_aside:,} set aside"
    )
    if report.reasons:
        yield from ("", "Set aside")
    for reason, rows in report.reasons.items():
        yield f"{rows:>9,}  {reason}: {REASONS[reason]}"
        if reason == "unknown_event_type":
            for unknown in report.unknown_event_types:
                yield f"{'':11}{unknown.rows:,} say '{unknown.word}'.{unknown.nearest}"
    for file in report.files:
        yield from ("", *columns_described(file))


def columns_described(file: FileReport) -> Iterator[str]:
    """How the columns of one file were read."""
    yield f"{file.name}: {file.format}, a table of {file.kind}, {file.rows_in:,} rows"
    matched = [
        ours if theirs == ours else f"{theirs} → {ours}" for theirs, ours in file.matched.items()
    ]
    for title, names in (
        ("matched", matched),
        ("dropped", file.dropped),
        ("missing", file.missing),
    ):
        if names:
            yield f"  {title}  {', '.join(names)}"
