"""The rules of the house, and that what is generated or listed is not stale."""

import ast
import re
import shlex
import subprocess
from functools import cache
from pathlib import Path

import pytest

import cin_metrics
from cin_metrics import arguments, drift, measures, policy_schema, vocabulary
from cin_metrics.__main__ import main
from cin_metrics.commands import COMMANDS
from cin_metrics.packs import pack_names

HOME = Path(__file__).parents[2]
PRODUCT = HOME / "cin_metrics"
QUERIES = sorted(PRODUCT.glob("sql/*/*.sql"))
MODULES = sorted(PRODUCT.rglob("*.py"))
CHAIN = ("sources", "events", "spells", "ledger", "measures", "ui")
"""Data flows from the first to the last; none may import one after it."""

a_query = pytest.mark.parametrize(
    "query", QUERIES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def comment_and_query(path: Path) -> tuple[list[str], str]:
    """The lines of the comment that opens a .sql file, and what comes after it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    opening = next(
        (number for number, line in enumerate(lines) if not line.startswith("--")), len(lines)
    )
    return [line.removeprefix("--").strip() for line in lines[:opening]], "\n".join(lines[opening:])


@a_query
def test_a_query_opens_with_its_title_its_grain_and_what_it_reads(query: Path) -> None:
    comment, _ = comment_and_query(query)
    assert comment, "no comment at the top"
    assert comment[0].removeprefix("title:").strip(), "the first line is no title"
    assert any(re.match(r"Grain: one row\b", line) for line in comment)
    assert any(line.startswith("Reads: ") for line in comment)


@a_query
def test_a_file_of_sql_is_one_query_and_changes_nothing(query: Path) -> None:
    _, text = comment_and_query(query)
    text = re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", text)).lower()
    assert re.match(r"\s*(with|select)\b", text)
    assert ";" not in text
    forbidden = r"\b(create|insert|update|delete|drop|alter|copy|attach|install|load|pragma|set)\b"
    assert not re.findall(forbidden, text)


@a_query
def test_no_query_is_left_over(query: Path) -> None:
    assert re.search(rf"\b{query.stem}\b", code()), f"nothing makes or asks {query.stem}"


@cache
def code() -> str:
    """All the Python of the product."""
    return "\n".join(path.read_text(encoding="utf-8") for path in MODULES)


def name_of(path: Path) -> str:
    """The name by which a file of the product is imported."""
    parts = path.relative_to(HOME).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> frozenset[str]:
    """The dotted names that a file imports, whether at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where a name comes from"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def importers_of(package: str) -> set[str]:
    """The files that import a package, as paths from the top."""
    return {
        path.relative_to(HOME).as_posix()
        for path in [*MODULES, *HOME.glob("*.py"), *HOME.glob("pages/*.py")]
        if any(name.split(".")[0] == package for name in imports(path))
    }


def test_only_the_engine_knows_duckdb() -> None:
    assert importers_of("duckdb") == {"cin_metrics/engine.py"}


@pytest.mark.parametrize("package", ["streamlit", "plotly"])
def test_only_the_screens_know_streamlit(package: str) -> None:
    screens = re.compile(r"app\.py|pages/\w+\.py|cin_metrics/ui/.*")
    assert {path for path in importers_of(package) if not screens.fullmatch(path)} == set()


def test_pandas_appears_at_the_edges_only() -> None:
    edges = re.compile(r"cin_metrics/(ui/.*|bench.*)")
    assert {path for path in importers_of("pandas") if not edges.fullmatch(path)} == set()


def test_no_link_of_the_chain_imports_a_later_one() -> None:
    modules = {name_of(path): path for path in MODULES}

    def position(name: str) -> int | None:
        part = name.split(".")[1] if "." in name else ""
        return CHAIN.index(part) if part in CHAIN else None

    def reached(name: str, known: set[str]) -> set[str]:
        """The modules that importing this one brings in, itself included."""
        known.add(name)
        for imported in imports(modules[name]):
            for module in (imported, imported.rpartition(".")[0]):
                if module in modules and module != "cin_metrics" and module not in known:
                    reached(module, known)
        return known

    upward = [
        f"{name} → {other}"
        for name in modules
        if (own := position(name)) is not None
        for other in reached(name, set())
        if (theirs := position(other)) is not None and theirs > own
    ]
    assert upward == []


def test_modules_stay_small() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length >= 500} == {}


def test_the_public_names_are_where_the_package_says() -> None:
    places = [name for names in cin_metrics.PLACES.values() for name in names]
    assert sorted(places) == sorted(cin_metrics.__all__)
    for name in cin_metrics.__all__:
        assert getattr(cin_metrics, name) is not None


PAGES = [HOME / "README.md", *sorted(HOME.glob("docs/*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


DESCRIBED = {
    "measures.md": tuple(measures.MEASURES),
    "drift.md": tuple(drift.INDICATORS),
    "policies.md": (*pack_names(), *vocabulary.SHAPES),
}


@pytest.mark.parametrize("page", DESCRIBED)
def test_what_there_is_is_described(page: str) -> None:
    text = (HOME / "docs" / page).read_text("utf-8")
    described = set(re.findall(r"^#+ (\w+)$|`(\w+)`", text, re.MULTILINE))
    named = {word for either in described for word in either}
    assert [word for word in DESCRIBED[page] if word not in named] == []


def test_the_commands_of_the_readme_are_the_ones_there_are() -> None:
    text = (HOME / "README.md").read_text("utf-8").replace("\\\n", " ")
    lines = re.findall(r"^python -m cin_metrics (.*)$", text, re.MULTILINE)
    assert {arguments.parse(shlex.split(line)).command for line in lines} == set(COMMANDS)


def test_the_example_is_the_one_its_command_makes(tmp_path: Path) -> None:
    """If this fails: make example."""
    made = re.search(
        r"cin_metrics (simulate .*) data/example\.csv", (HOME / "Makefile").read_text()
    )
    assert made
    assert main([*shlex.split(made[1]), str(tmp_path / "example.csv")]) == 0
    assert (tmp_path / "example.csv").read_bytes() == (HOME / "data/example.csv").read_bytes()


def test_the_schema_of_packs_is_the_one_the_model_gives() -> None:
    """If this fails: make schema."""
    written = policy_schema.SCHEMA.read_text(encoding="utf-8")
    assert written == policy_schema.schema_text()


def test_the_command_line_offers_what_there_is() -> None:
    assert list(arguments.build()[1]) == list(COMMANDS)
    assert arguments.GROUPINGS == measures.GROUPS


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_what_is_installed_is_pinned(file: str) -> None:
    lines = (HOME / file).read_text("utf-8").splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert asked
    assert [line for line in asked if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+(; .+)?", line)] == []


def tracked() -> list[Path]:
    """The files that belong to the project: what git keeps, or everything in a copy without git."""
    if (HOME / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached"], cwd=HOME, check=True, capture_output=True
        )
        return [HOME / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in HOME.rglob("*") if not path.relative_to(HOME).parts[0].startswith(".")]


def test_no_file_is_large() -> None:
    files = [path for path in tracked() if path.is_file()]
    assert files
    assert [path for path in files if path.stat().st_size > 3_000_000] == []


WORDS = {
    "EVENT_TYPES": vocabulary.EVENT_TYPES,
    "COLUMNS": vocabulary.COLUMNS,
    "CHILD_COLUMNS": vocabulary.CHILD_COLUMNS,
    "OUTCOMES": vocabulary.OUTCOMES,
    "SPELLS": vocabulary.SPELLS,
    "STATUSES": vocabulary.STATUSES,
    "TOPICS": vocabulary.TOPICS,
    "COHORTS": vocabulary.COHORTS,
}


@pytest.mark.parametrize("group", WORDS)
def test_every_word_is_explained_and_no_two_alike(group: str) -> None:
    words = WORDS[group]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in words)
    assert all(re.match(r"[A-Z]", meaning) for meaning in words.values())
    assert len(set(words.values())) == len(words)
