"""A return that is broken or means harm is refused in a sentence, quickly and with little memory."""

import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from cin_metrics.faults import InputFault
from cin_metrics.sources import cin_census, xml_records
from cin_metrics.sources.recognise import open_files
from tests.unit.census_texts import a_child, a_return, an_episode, children, notes, of, told

SECRET = "Rumpelstiltskin"
GOOD = a_return(a_child(an_episode()))

BOMB = (
    "<!DOCTYPE Message [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE Message [<!ENTITY out SYSTEM "file:///etc/hostname">]>'
PARAMETER = '<!DOCTYPE Message [<!ENTITY % out SYSTEM "file:///etc/hostname">%out;]>'
REMOTE = '<!DOCTYPE Message SYSTEM "http://localhost:9/census.dtd">'


def refused(content: bytes) -> str:
    """The one sentence that refuses a return."""
    with pytest.raises(InputFault) as refusal:
        of(content)
    (fault,) = refusal.value.faults
    assert fault.startswith(("'0.csv'", "Nothing that happened")) and fault.endswith(".")
    assert SECRET not in fault
    return fault


def with_id(text: str) -> bytes:
    """A return whose child has that id, as it stands in the file."""
    return GOOD.replace(b"007", text.encode())


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, PARAMETER, REMOTE, "<!DOCTYPE Message>"])
def test_no_document_type_is_read_so_no_entity_is(declared: str) -> None:
    entity = "&j;" if declared is BOMB else "&out;" if declared is OUTSIDE else "1"
    fault = refused(declared.encode() + with_id(entity))
    assert "document type declaration" in fault and "line 1" in fault


def test_an_entity_nobody_declared() -> None:
    assert "undefined entity" in refused(with_id("&who;"))


def test_the_five_entities_of_xml_itself_are_read() -> None:
    assert [child["child_id"] for child in children(of(with_id("A&amp;B&#33;")))] == ["A&B!"]


@pytest.mark.parametrize(
    "end", [b"</Children>", b"</Message>", b"<CINreferralDate>2025", b"</CINdet"]
)
def test_a_return_that_ends_in_the_middle(end: bytes) -> None:
    left = GOOD[: GOOD.index(end) + len(end) - 1]
    line = left.count(b"\n") + 1
    assert refused(left) == (
        f"'0.csv' ends on line {line} in the middle: it is incomplete. Export it again."
    )


def test_a_tag_that_closes_another() -> None:
    assert "mismatched tag, line 4" in refused(GOOD.replace(b"</CINdetails>", b"</CINdetail>"))


@pytest.mark.parametrize("letters", [b"Zo\xeb", b"\xff\xfe\x00", b"a\0b"])
def test_bytes_that_are_no_text_in_the_encoding(letters: bytes) -> None:
    fault = refused(GOOD.replace(b"007", letters))
    assert "not well-formed XML in UTF-8: not well-formed (invalid token), line 3" in fault


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "utf-7", "shift_jis"])
def test_an_encoding_that_cannot_be_read(encoding: str) -> None:
    declared = f"<?xml version='1.0' encoding='{encoding}'?>".encode()
    assert "declares an encoding that cannot be read" in refused(declared + GOOD)


def test_an_encoding_that_is_declared_and_not_used() -> None:
    declared = b"<?xml version='1.0' encoding='utf-16'?>"
    assert "encoding specified in XML declaration is incorrect" in refused(declared + GOOD)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_return(), "Nothing that happened to a child stands in '0.csv' (CIN census XML)."),
        (b"<Message/>", "Nothing that happened to a child stands in '0.csv' (CIN census XML)."),
        (b"<Message><Children/></Message>", "Nothing that happened"),
        (b"<?xml version='1.0'?>", "'0.csv' is an XML file and no return of the CIN census."),
        (b"<html><body>Message</body></html>", "no return of the CIN census"),
        (b"<!-- <Message> --><Other/>", "no return of the CIN census"),
        (GOOD.replace(b"<Collection>CIN<", b"<Collection>CLA<"), "no return of the CIN census"),
        (GOOD + b"<Message/>", "junk after document element"),
    ],
)
def test_an_xml_file_that_is_no_return_or_holds_none(content: bytes, said: str) -> None:
    assert said in refused(content)


class TestSizeAlone:
    """Nothing that only takes room takes memory or time."""

    @pytest.fixture(autouse=True)
    def little_memory(self) -> Iterator[None]:
        tracemalloc.start()
        yield
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 150 << 20

    def test_a_hundred_thousand_elements_inside_each_other(self) -> None:
        depth = 100_000
        deep = "<a>" * depth + SECRET + "</a>" * depth
        extract = of(a_return(a_child(an_episode(deep))))
        assert told(extract) == [("referral_received", "2025-05-01")]
        assert notes(extract)[0].endswith("Message/Children/Child/CINdetails/a (1).")

    def test_known_elements_inside_each_other(self) -> None:
        depth = 50_000
        deep = "<CINdetails>" * depth + "</CINdetails>" * depth
        assert len(told(of(a_return(a_child(an_episode(deep)))))) == 1

    @pytest.mark.parametrize(
        ("made", "said"),
        [
            (lambda: with_id("x" * (8 << 20)), "a text longer"),
            (
                lambda: GOOD + b"<!--" + b"x" * (8 << 20),
                "a tag or comment",
            ),
            (
                lambda: GOOD.replace(b"<Child>", b"<Child a='" + b"x" * (8 << 20)),
                "a tag or comment",
            ),
            (lambda: b"<Message><" + b"x" * (8 << 20) + b"/></Message>", "a tag or comment"),
            (
                lambda: a_return(a_child(*[an_episode(f"<x{n}/>") for n in range(1001)])),
                "more unknown elements",
            ),
            (
                lambda: a_return(a_child(*["<CINdetails/>"] * 100_001)),
                "a Child with more in it",
            ),
            (
                lambda: a_return(
                    a_child(an_episode("<CINclosureDate>1</CINclosureDate>" * 100_001))
                ),
                "more of CINclosureDate in one place",
            ),
        ],
        ids=["text", "comment", "attribute", "name", "unknown", "blocks", "values"],
    )
    def test_more_than_any_return_holds(self, made: Callable[[], bytes], said: str) -> None:
        fault = refused(made())
        assert said in fault and "than " in fault and fault.endswith("Nothing was read.")

    def test_the_memory_for_many_children_is_that_for_a_few(self) -> None:
        """A record is let go once it is read: ten times the children, the same peak but for their ids."""

        def peak(children: int) -> int:
            content = a_return(*(a_child(an_episode(), id=f"{one:06d}") for one in range(children)))
            ((events, _),) = open_files([("a.xml", content)]).values()
            records = xml_records.XmlRecords(events.source, cin_census.CENSUS, "Child")
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            assert sum(1 for _ in records) == children
            return tracemalloc.get_traced_memory()[1] - before

        assert peak(20_000) < peak(2000) + (1 << 20)


def test_of_several_returns_one_that_is_broken_refuses_all() -> None:
    with pytest.raises(InputFault) as refusal:
        of(GOOD, GOOD[:-20])
    assert len(refusal.value.faults) == 1 and "'1.csv'" in refusal.value.faults[0]


def test_a_return_too_large_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cin_census, "MAXIMUM_BYTES", 100)
    assert "the most that is read of a census" in refused(GOOD)


def test_a_name_longer_than_any_is_cut_where_it_is_reported() -> None:
    extract = of(a_return(a_child(an_episode(f"<{'n' * 500}/>"))))
    assert "n" * 60 + " (1)." in notes(extract)[0] and "n" * 61 not in notes(extract)[0]


def test_of_many_unknown_elements_the_first_are_named() -> None:
    extract = of(a_return(a_child(*[an_episode(f"<x{n}/>") for n in range(30)])))
    assert ", and 10 others." in notes(extract)[0]
