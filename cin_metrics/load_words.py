"""What became of an extract's rows, in words for a terminal."""

from collections.abc import Iterator

from cin_metrics.events import Extract
from cin_metrics.load_report import REASONS, FileReport, LoadReport


def described(extract: Extract) -> Iterator[str]:
    """The lines that say it: counts, why rows were set aside, each file's columns, findings."""
    report = extract.report
    yield (
        f"{report.rows_in:,} rows in, {report.accepted:,} accepted, {report.set_aside:,} set aside"
    )
    yield from reasons_described(report)
    for file in report.files:
        yield from ("", *columns_described(file))
    findings = [finding for finding in extract.findings if finding.count]
    yield from ("", "Findings (they stop no row)" if findings else "No findings")
    for finding in findings:
        yield f"{finding.count:>9,}  {finding.question.name}: {finding.question.title}"


def reasons_described(report: LoadReport) -> Iterator[str]:
    """Why rows were set aside, and how many."""
    if report.reasons:
        yield from ("", "Set aside")
    for reason, rows in report.reasons.items():
        yield f"{rows:>9,}  {reason}: {REASONS[reason]}"
        if reason == "unknown_event_type":
            for unknown in report.unknown_event_types:
                yield f"{'':11}{unknown.rows:,} of them say '{unknown.word}'.{unknown.nearest}"


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
    yield from (f"  note     {note}" for note in file.notes)
