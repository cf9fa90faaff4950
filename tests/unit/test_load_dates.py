"""Dates as people and systems write them: days before months, nothing guessed."""

from datetime import date, datetime, time

import pytest

from tests.unit.test_load import loaded

DAY = date(2024, 3, 5)

READINGS: dict[str, tuple[date, time | None] | None] = {
    # years first
    "2024-03-05": (DAY, None),
    "2024/03/05": (DAY, None),
    "2024-3-5": (DAY, None),
    "  2024-03-05\u00a0": (DAY, None),
    "2024-02-29": (date(2024, 2, 29), None),
    # days first
    "05/03/2024": (DAY, None),
    "5/3/2024": (DAY, None),
    "05-03-2024": (DAY, None),
    "5.3.2024": (DAY, None),
    "5.3.24": (DAY, None),
    "05/03/69": (date(2069, 3, 5), None),
    "05/03/99": (date(1999, 3, 5), None),
    # with the name of the month
    "05-Mar-2024": (DAY, None),
    "5 March 2024": (DAY, None),
    "5 march 24": (DAY, None),
    "05MAR2024": (DAY, None),
    "5-Sept-2024": (date(2024, 9, 5), None),
    # Excel serial numbers
    "45356": (DAY, None),
    "45356.0": (DAY, None),
    "45356.5": (DAY, time(12)),
    "45356.4375": (DAY, time(10, 30)),
    "20000": (date(1954, 10, 3), None),
    "80000": (date(2119, 1, 11), None),
    # a time of day
    "2024-03-05T10:30": (DAY, time(10, 30)),
    "2024-03-05 10:30:15": (DAY, time(10, 30, 15)),
    "2024-03-05 10:30:15.250": (DAY, time(10, 30, 15, 250000)),
    "2024-03-05T10:30:15.1234567Z": (DAY, time(10, 30, 15, 123456)),
    "2024-03-05T23:30:00+01:00": (DAY, time(23, 30)),
    "2024-03-05 00:00:00.000": (DAY, None),
    "05/03/2024 9:05": (DAY, time(9, 5)),
    "05/03/2024 9:05 PM": (DAY, time(21, 5)),
    "05/03/2024 12:05am": (DAY, time(0, 5)),
    "5 March 2024, 10:30": (DAY, time(10, 30)),
    # neither guessed nor mended
    "12/31/2024": None,
    "31/02/2024": None,
    "2023-02-29": None,
    "2024-13-01": None,
    "05/03/2024 25:00": None,
    "05/03/2024 13:00 pm": None,
    "05/03/2024 noon": None,
    "5 Marchy 2024": None,
    "5 M 2024": None,
    "5th March 2024": None,
    "March 2024": None,
    "05/03": None,
    "05/03/024": None,
    "19999": None,
    "80001": None,
    "123456": None,
    "20240305": None,
    "-45356": None,
    "4.5356e4": None,
    "today": None,
    "0000-00-00": None,
    "٠٥/٠٣/٢٠٢٤": None,
}


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[date, time | None]]:
    """What each text was read as; those set aside are not in it."""
    lines = [f'{number},cin_visit,"{text}"' for number, text in enumerate(READINGS)]
    text = "\n".join(["child_id,event_type,event_date", *lines])
    extract = loaded(("a.csv", text), extract_date=date(2200, 1, 1))
    texts = list(READINGS)
    rows = (
        extract.connection.cursor()
        .execute("select child_id, event_date, event_time from events")
        .fetchall()
    )
    found = {texts[int(number)]: (day, clock) for number, day, clock in rows}
    early = [row for row in extract.set_aside().to_pylist() if row["reason"] == "before_1990"]
    assert [row["event_date"] for row in early] == ["20000"]
    return found | {"20000": (date(1954, 10, 3), None)}


@pytest.mark.parametrize("text", READINGS)
def test_a_date_is_read_as(text: str, read: dict[str, tuple[date, time | None]]) -> None:
    assert read.get(text) == READINGS[text]


def test_every_day_is_read_alike_in_every_form() -> None:
    first, days = date(1990, 1, 1), range(0, 20000, 37)
    forms = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y")
    lines = ["child_id,episode_id,event_type,event_date"]
    for number in days:
        day = date.fromordinal(first.toordinal() + number)
        texts = [datetime(day.year, day.month, day.day).strftime(form) for form in forms]
        texts.append(str((day - date(1899, 12, 30)).days))
        lines += [f"{day.isoformat()},{place},cin_visit,{text}" for place, text in enumerate(texts)]
    extract = loaded(("a.csv", "\n".join(lines)), extract_date=date(2100, 1, 1))
    assert extract.report.accepted == len(lines) - 1
    wrong = extract.connection.cursor().execute(
        "select * from events where cast(child_id as date) <> event_date"
    )
    assert wrong.fetchall() == []
