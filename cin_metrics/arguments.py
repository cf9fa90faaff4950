"""The words of the command line: the commands, their options, and what each allows."""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from cin_metrics.faults import InputFault, nearest
from cin_metrics.sources.choices import CHOICES

PROGRAM = "python -m cin_metrics"
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
ISO = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
DAY_FIRST = r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"
PAPER_HELP = "a .docx or .pdf file to write"
GROUPINGS = ("rule", "team", "worker", "month", "cohort")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in sentences, as everything else does."""

    def error(self, message: str) -> NoReturn:
        """Raise ``InputFault`` instead of leaving the program."""
        sentence = message.removeprefix("argument ")
        sentence = sentence[0].upper() + sentence[1:] + ("" if sentence.endswith("?") else ".")
        raise InputFault(f"{sentence} To see what is allowed: {self.prog} --help")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command and its options; ``InputFault`` where they are not allowed."""
    parser, commands = build()
    command = next((word for word in words if not word.startswith("-")), None)
    if command is not None:
        if command not in commands:
            raise InputFault(
                f"There is no command '{command}'; there are {', '.join(commands)}."
                f"{nearest(command, commands)}"
            )
        known = re.findall(r"--[a-z-]+", commands[command].format_help())
        given = [word.split("=")[0] for word in words if re.match("--[^=]", word)]
        unknown = [word for word in given if word not in known]
        if unknown:
            raise InputFault(
                f"{command}: there is no option '{word}'.{nearest(word, known)}" for word in unknown
            )
    return parser.parse_args(words)


def build() -> tuple[Parser, dict[str, Parser]]:
    """The parser, and the part of it that belongs to each command."""
    parser = Parser(
        prog=PROGRAM,
        description="Timeliness, drift and step-up/step-down figures for children in need, "
        "from case events.",
        epilog="Dates are written 2026-03-31 or 31/03/2026. Exit codes: 0 done; 2 what was given "
        "is at fault; 1 an error of ours.",
        allow_abbrev=False,
    )
    adding = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    commands: dict[str, Parser] = {}

    def command(name: str, text: str) -> Parser:
        """A new command."""
        commands[name] = adding.add_parser(
            name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
        )
        return commands[name]

    add_simulate(command("simulate", "write the case events of a made-up council"))
    loading = command("load", "say what an extract holds: rows accepted, set aside, findings")
    add_extract(loading)
    loading.add_argument(
        "--set-aside", type=Path, metavar="OUT.csv", help="also write the rows set aside"
    )
    spells = command("spells", "write what state each child was in, and when")
    add_extract(spells)
    add_days(spells)
    add_output(spells)
    for name, text in (
        ("ledger", "write one row for each obligation of a policy"),
        ("drift", "write the children who wait without change, and why"),
        ("measures", "write the figures of a period"),
    ):
        part = command(name, text)
        add_extract(part)
        add_policy(part)
        add_days(part)
        if name == "measures":
            add_period(part)
        add_output(part)
    checking = command("check-policy", "say every fault in policy packs")
    checking.add_argument(
        "files", nargs="+", metavar="FILE", help="a pack's .yaml file or the name of one of ours"
    )
    papers = command("panel", "write the panel pack: of one child, or of all whose plan passes the panel's month")
    add_extract(papers)
    add_policy(papers)
    add_days(papers)
    papers.add_argument("--child", action="append", metavar="ID", help="this child alone; may be said again for others")
    add_output(papers, PAPER_HELP)
    briefing = command("briefing", "write the briefing of a period, or the workbook of the tables behind it")
    add_extract(briefing)
    add_policy(briefing)
    add_days(briefing)
    add_period(briefing, grouped=False)
    briefing.add_argument(
        "--seed", type=whole, default=1, metavar="S", help="draws the sample for audit: the same number, the same cases"
    )
    briefing.add_argument(
        "--for-sharing", action="store_true", help="leave out every list of children and hide small numbers"
    )
    briefing.add_argument(
        "--doing", type=Path, metavar="TEXT", help="a text file with what the service is doing about it"
    )
    add_output(briefing, "a .docx, .html or .xlsx file to write")
    publishing = command("benchmarks", "make the table of benchmarks of DfE's published CSV files")
    publishing.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="CSV files of DfE's release on children in need; an earlier table of benchmarks too",
    )
    add_output(publishing)
    template = command("template", "write an Excel workbook to fill in with events, our words to choose from")
    add_output(template, "a .xlsx file to write")
    bench = command("bench", "measure speed, side by side with the alternatives")
    bench.add_argument(
        "what", nargs="?", choices=("ledger", "reading"), help="the ledger or the reading of files (both unless said)"
    )
    bench.add_argument(
        "--events",
        type=count,
        metavar="N",
        help="how many (a ledger of 1, 3 and 10 million unless said, and a CSV file of 1 million)",
    )
    bench.add_argument(
        "--megabytes", type=count, metavar="N",
        help="how large a census to read (200 unless said; less where fewer events than a million are)",
    )
    return parser, commands


def add_simulate(part: Parser) -> None:
    """What ``simulate`` asks."""
    part.add_argument(
        "--children", type=count, required=True, metavar="N", help="how many children"
    )
    part.add_argument(
        "--seed", type=whole, required=True, metavar="S", help="the same number, the same council"
    )
    part.add_argument(
        "--as-of", type=day, required=True, metavar="D", help="the last day anything is known of"
    )
    part.add_argument("output", type=Path, metavar="OUT", help="a .csv or .parquet file to write")
    part.add_argument(
        "--children-table",
        type=Path,
        metavar="CHILDREN",
        help="also write the table of children: date of birth, sex, ethnicity, disability, need",
    )


def add_extract(part: Parser) -> None:
    """The files that are read."""
    part.add_argument(
        "extract",
        nargs="+",
        type=Path,
        metavar="EXTRACT",
        help="files or folders of case events (CSV, Excel, Parquet), CIN census, Annex A or SSD; what each is, is told "
        "from its content; together they are one extract",
    )
    part.add_argument(
        "--mapping",
        action="append",
        type=Path,
        metavar="FILE.yaml",
        help="reads files with columns and words of your own (docs/local_extracts.md); saved ones that fit are used "
        "without this; may be said again for others",
    )
    for choice in CHOICES:
        reads = {"day": day, "words": str, "yes_no": yes_or_no}[choice.kind]
        shown = {"day": "D", "words": "ROLE", "yes_no": "yes|no"}[choice.kind]
        part.add_argument(
            choice.option,
            dest=choice.name,
            type=reads,
            action="append" if choice.kind == "words" else "store",
            metavar=shown,
            help=choice.help,
        )


def add_policy(part: Parser) -> None:
    """The policy that cases are judged by."""
    part.add_argument(
        "--policy",
        required=True,
        metavar="NAME|FILE",
        help="a pack in policies/, such as ealing, or a .yaml file",
    )


def add_days(part: Parser) -> None:
    """The days that say what is known."""
    part.add_argument(
        "--as-of", type=day, required=True, metavar="D", help="as things stood on this day"
    )
    part.add_argument(
        "--known-by", type=day, metavar="D", help="leave out what was put on file after this day"
    )


def add_period(part: Parser, grouped: bool = True) -> None:
    """The period of the figures, and what they are grouped by."""
    for option, name, text in (
        ("--from", "period_from", "first day of the period"),
        ("--to", "period_to", "last day of the period"),
    ):
        part.add_argument(option, dest=name, type=day, required=True, metavar="D", help=text)
    if not grouped:
        return
    part.add_argument(
        "--by",
        type=grouping,
        default="rule",
        metavar="|".join(GROUPINGS),
        help="group the figures by this (by rule alone unless said)",
    )


def add_output(part: Parser, what: str = "a .csv or .parquet file to write") -> None:
    """The file that is written."""
    part.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help=f"{what}; one of that name is replaced",
    )


def day(text: str) -> date:
    """The day a text names: ISO, or day first as in the UK."""
    found = re.fullmatch(ISO, text.strip()) or re.fullmatch(DAY_FIRST, text.strip())
    if not found:
        raise refused(text, "a date such as 2026-03-31 or 31/03/2026")
    try:
        named = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise refused(text, "a day that the calendar has") from None
    if not FIRST_DAY <= named <= LAST_DAY:
        raise refused(text, f"a day from {FIRST_DAY} to {LAST_DAY}")
    return named


def yes_or_no(text: str) -> bool:
    """Whether a text says yes."""
    answers = {"yes": True, "y": True, "no": False, "n": False}
    if text.strip().lower() not in answers:
        raise refused(text, "yes or no")
    return answers[text.strip().lower()]


def whole(text: str) -> int:
    """The whole number a text names."""
    if not re.fullmatch(r"\d{1,12}", text.replace("_", "").replace(",", "")):
        raise refused(text, "a whole number")
    return int(text.replace(",", ""))


def count(text: str) -> int:
    """The number of things a text names: one or more."""
    number = whole(text)
    if number < 1:
        raise refused(text, "a whole number of 1 or more")
    return number


def grouping(text: str) -> str:
    """What figures are grouped by."""
    if text not in GROUPINGS:
        close = nearest(text, GROUPINGS)
        raise refused(text, ", ".join(GROUPINGS) + (f".{close}" if close else ""))
    return text


def refused(found: str, allowed: str) -> argparse.ArgumentTypeError:
    """What to raise where a text is not what it should be."""
    return argparse.ArgumentTypeError(f"found '{found}'; allowed: {allowed}")
