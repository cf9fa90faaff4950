"""What became of an extract's rows, in words for a terminal."""

from collections.abc import Iterator

from cin_metrics.coverage import coverage, held_in, what_is_partial
from cin_metrics.events import Extract
from cin_metrics.load_report import REASONS, FileReport, LoadReport
from cin_metrics.packs import load_policy, pack_names

COUNTED = {"rule": "standards", "measure": "measures", "drift": "signs of drift", "wait": "waits"}


def described(extract: Extract) -> Iterator[str]:
    """The lines that say it: counts, why rows were set aside, each file's columns, findings."""
    report = extract.report
    yield (
        f"{report.rows_in:,} rows in, {report.accepted:,} accepted, {report.set_aside:,} set aside"
    )
    yield from reasons_described(report)
    for file in report.files:
        yield from ("", *columns_described(file))
    if extract.overlap:
        yield from ("", "What the formats have in common")
        yield from (f"  {said}" for said in extract.overlap.sentences())
    findings = [finding for finding in extract.findings if finding.count]
    yield from ("", "Findings (they stop no row)" if findings else "No findings")
    for finding in findings:
        yield f"{finding.count:>9,}  {finding.question.name}: {finding.question.title}"
    yield from ("", "What it can answer", *coverage_described(extract))


def coverage_described(extract: Extract) -> Iterator[str]:
    """What the extract can answer by each policy, and what it cannot by any."""
    policies = [load_policy(name) for name in pack_names()]
    held = held_in(extract)
    answered = {policy.name: coverage(held, policy) for policy in policies}
    for name, answers in answered.items():
        counts = (
            f"{sum(not one.why for one in of_kind)} of {len(of_kind)} {words}"
            for kind, words in COUNTED.items()
            if (of_kind := [one for one in answers if one.kind == kind])
        )
        yield f"  {name}: {', '.join(counts)}"
    yield from (f"  {said}" for said in what_is_partial(extract.limits))
    whys: dict[tuple[str, str], list[str]] = {}
    for answers in answered.values():
        for one in answers:
            if one.kind != "rule":
                whys.setdefault((one.kind, one.title), []).append(one.why)
    for (_, title), found in whys.items():
        if all(found):
            yield f"  cannot be computed: {title}. {found[0]}"


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
