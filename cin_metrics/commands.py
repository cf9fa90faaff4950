"""What each command does, once its words are understood."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cin_metrics.faults import InputFault
from cin_metrics.progress import Progress
from cin_metrics.writing import ENDINGS, output_faults, write_bytes, write_parts

# A command imports what it needs when it runs, so that each of them starts at once.
if TYPE_CHECKING:
    import pyarrow

    from cin_metrics.events import Extract
    from cin_metrics.ledger import Ledger

Command = Callable[[Namespace, Progress], None]


def simulate(given: Namespace, progress: Progress) -> None:
    """Write the case events of a made-up council."""
    from cin_metrics.simulate import simulate as make_council

    faults = output_faults(given.output)
    if given.children_table:
        faults += output_faults(given.children_table)
        if given.children_table.resolve() == given.output.resolve():
            faults.append("--children-table: found the file of the events; give another name.")
    refuse(faults)
    events = make_council(given.children, given.seed, given.as_of, progress)
    written([events], f"events of {given.children:,} children", given, progress)
    if given.children_table:
        from cin_metrics.simulate.children import children_table

        children = children_table(events, given.seed, given.as_of)
        print(f"{given.children_table}: {write_parts([children], given.children_table):,} children")


def load(given: Namespace, progress: Progress) -> None:
    """Say what an extract holds, and write the rows set aside if asked to."""
    from cin_metrics.events import load as load_extract
    from cin_metrics.load_words import described

    if given.set_aside:
        refuse(output_faults(given.set_aside, given.extract, endings=(".csv",)))
    extract = load_extract(given.extract, progress=progress, choices=choices_of(given))
    if given.set_aside:
        extract.write_set_aside(given.set_aside)
    progress("findings")
    lines = list(described(extract))
    progress.clear()
    print(*lines, sep="\n")


def spells(given: Namespace, progress: Progress) -> None:
    """Write what state each child was in, and when."""
    from cin_metrics.spells import make_spells

    refuse(faults_of(given))
    extract = loaded(given, progress)
    progress("spells")
    written([make_spells(extract, given.as_of, given.known_by)], "spells", given, progress)


def ledger(given: Namespace, progress: Progress) -> None:
    """Write one row for each obligation."""
    written(made_ledger(given, progress).parts(), "obligations", given, progress)


def drift(given: Namespace, progress: Progress) -> None:
    """Write the children who wait without change, and say which indicators cannot be computed."""
    from cin_metrics.drift import make_drift, not_computable

    made = made_ledger(given, progress)
    progress("drift")
    indicators = make_drift(made)
    progress.clear()
    for indicator, why in not_computable(made).items():
        print(f"{indicator} cannot be computed: {why}.", file=sys.stderr)
    written([indicators], "indicators", given, progress)


def measures(given: Namespace, progress: Progress) -> None:
    """Write the figures of a period."""
    from cin_metrics.measures import make_measures

    made = made_ledger(given, progress)
    progress("measures")
    figures = make_measures(made, given.period_from, given.period_to, given.by)
    written([figures], "figures", given, progress)


def panel(given: Namespace, progress: Progress) -> None:
    """Write the panel pack."""
    from cin_metrics.reports import PANEL_FORMATS, paper
    from cin_metrics.reports.panel_pack import make_panel_pack

    made = made_ledger(given, progress, endings=tuple(PANEL_FORMATS), for_paper=True)
    progress("the pack")
    pack = make_panel_pack(made, given.child)
    progress("writing")
    write_bytes(paper(pack, given.output.suffix), given.output)
    progress.clear()
    print(f"{given.output}: {pack.title}")


def briefing(given: Namespace, progress: Progress) -> None:
    """Write the briefing, or the workbook behind it."""
    from cin_metrics.reports import BRIEFING_FORMATS, briefing_paper
    from cin_metrics.reports.briefing import Asked

    doing = text_of(given.doing) if given.doing else ""
    made = made_ledger(given, progress, endings=tuple(BRIEFING_FORMATS), for_paper=True)
    progress("the briefing")
    asked = Asked(
        given.period_from, given.period_to, doing=doing, seed=given.seed, for_sharing=given.for_sharing
    )
    write_bytes(briefing_paper(made, asked, given.output.suffix), given.output)
    progress.clear()
    print(f"{given.output}: the briefing for {asked.period}")


def text_of(path: Path) -> str:
    """What a text file says."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputFault(f"{path}: cannot be read; give a text file in UTF-8.") from None


def check_policy(given: Namespace, progress: Progress) -> None:
    """Say of each pack that it is sound, or every fault in it."""
    from cin_metrics.packs import load_policy

    faults: list[str] = []
    for name in given.files:
        try:
            policy = load_policy(name)
        except InputFault as fault:
            faults += fault.faults
        else:
            print(f"{name}: sound, {len(policy.rules)} rules")
    refuse(faults)


def benchmarks(given: Namespace, progress: Progress) -> None:
    """Make the table of benchmarks of published files."""
    from cin_metrics.benchmarks import from_published

    refuse(output_faults(given.output, given.files))
    progress("published files")
    written([from_published(given.files)], "published figures", given, progress)


def template(given: Namespace, progress: Progress) -> None:
    """Write the workbook to fill in."""
    from cin_metrics.template import make_template

    refuse(output_faults(given.output, endings=(".xlsx",)))
    write_bytes(make_template(), given.output)
    print(f"{given.output}: a workbook to fill in, one row an event")


def bench(given: Namespace, progress: Progress) -> None:
    """Measure speed, side by side with the alternatives."""
    from cin_metrics import bench as measuring
    from cin_metrics.bench import reading

    if given.what != "reading":
        measuring.main(given.events)
    if given.what != "ledger":
        reading.main(given.events, given.megabytes)


def refuse(faults: list[str]) -> None:
    """Raise ``InputFault`` if there are any."""
    if faults:
        raise InputFault(faults)


def faults_of(given: Namespace, endings: tuple[str, ...] = ENDINGS) -> list[str]:
    """What speaks against starting, apart from the policy and the extract."""
    faults = output_faults(given.output, given.extract, endings)
    if "period_from" in given and given.period_from > given.period_to:
        faults.append(
            f"--from: found {given.period_from}, which is after --to {given.period_to}; "
            "a period runs from its first day to its last."
        )
    return faults


def choices_of(given: Namespace) -> dict[str, Any]:
    """What was said of how files are read: the choices, and the mappings, every fault of every one at once."""
    from cin_metrics.mapping_files import load_mapping
    from cin_metrics.sources.choices import CHOICES
    from cin_metrics.sources.recognise import MAPPINGS

    mappings, faults = [], []
    for path in given.mapping or ():
        try:
            mappings.append(load_mapping(path))
        except InputFault as fault:
            faults += fault.faults
    refuse(faults)
    said = {one.name: getattr(given, one.name) for one in CHOICES}
    return {MAPPINGS: mappings} | {name: value for name, value in said.items() if value is not None}


def loaded(given: Namespace, progress: Progress) -> "Extract":
    """The extract, saying how many of its rows were set aside."""
    from cin_metrics.events import load as load_extract

    # Looking ahead to a day to come, what is dated up to that day is asked for too.
    last_day = max(date.today(), given.as_of)
    extract = load_extract(given.extract, last_day, progress, choices_of(given))
    report = extract.report
    if report.set_aside:
        progress.clear()
        print(
            f"{report.set_aside:,} of {report.rows_in:,} rows were set aside; "
            "the command load says why.",
            file=sys.stderr,
        )
    return extract


def made_ledger(
    given: Namespace, progress: Progress, endings: tuple[str, ...] = ENDINGS, for_paper: bool = False
) -> "Ledger":
    """The ledger that was asked for; ``endings`` are those of a file that may be written.

    ``for_paper`` leaves out what the source cannot show to have been done.
    """
    from cin_metrics.labels import read_labels
    from cin_metrics.ledger import make_ledger
    from cin_metrics.packs import load_policy

    faults = faults_of(given, endings)
    try:
        if for_paper:
            read_labels()
        policy = load_policy(given.policy)
    except InputFault as fault:
        raise InputFault([*faults, *fault.faults]) from None
    refuse(faults)
    extract = loaded(given, progress)
    if for_paper:
        from cin_metrics.coverage import judged_by

        policy = judged_by(policy, extract.limits)
    return make_ledger(extract, policy, given.as_of, given.known_by, progress)


def written(
    parts: Iterable["pyarrow.Table"], things: str, given: Namespace, progress: Progress
) -> None:
    """Write the table that was asked for, and say how much it holds."""
    progress("writing")
    rows = write_parts(parts, given.output)
    progress.clear()
    print(f"{given.output}: {rows:,} {things}")


COMMANDS: dict[str, Command] = {
    "simulate": simulate,
    "load": load,
    "spells": spells,
    "ledger": ledger,
    "drift": drift,
    "measures": measures,
    "check-policy": check_policy,
    "panel": panel,
    "briefing": briefing,
    "benchmarks": benchmarks,
    "template": template,
    "bench": bench,
}
