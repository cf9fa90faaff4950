"""The smallest parts of the policy language: limits, lists of words, mappings without unknown keys."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

LIMIT_FORM = r"^\s*([1-9][0-9]*)\s+(working days?|days?|weeks?|months?|hours?)\s*$"


class Limit(BaseModel):
    """A length of time: ``number`` of ``unit`` (``working_day``, ``day``, ``month``).

    Weeks become days, hours whole days rounded up, because extracts carry dates.
    """

    model_config = ConfigDict(frozen=True)
    number: int
    unit: Literal["working_day", "day", "month"]
    text: str = ""

    @property
    def longest_days(self) -> int:
        """The most calendar days this can span, holidays and closures of a month included."""
        return {"working_day": 2 * self.number + 60, "day": self.number, "month": 31 * self.number}[
            self.unit
        ]


def parse_limit(value: Any) -> Limit:
    """The limit a text such as ``10 working days`` names."""
    if isinstance(value, Limit):
        return value
    found = re.match(LIMIT_FORM, value) if isinstance(value, str) else None
    if not found:
        raise ValueError("allowed: a number and working days, days, weeks, months or hours")
    number, word = int(found[1]), found[2].removesuffix("s")
    text = " ".join(value.split())
    if word == "hour":
        return Limit(number=-(-number // 24), unit="day", text=text)
    if word == "week":
        return Limit(number=number * 7, unit="day", text=text)
    return Limit(number=number, unit="working_day" if word == "working day" else word, text=text)


LimitText = Annotated[
    Limit,
    BeforeValidator(parse_limit),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": LIMIT_FORM,
            "description": "N working days, N days, N weeks, N months or N hours",
        }
    ),
]


def as_list(value: Any) -> Any:
    """A list of one where a single value is given."""
    return value if isinstance(value, list) or value is None else [value]


Words = Annotated[list[str], BeforeValidator(as_list), Field(min_length=1)]


class Part(BaseModel):
    """A mapping in a pack in which an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
