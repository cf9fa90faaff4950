"""The JSON Schema of the policy language, so that editors help whoever writes a pack.

Written to ``policies/policy.schema.json`` by ``python -m cin_metrics.policy_schema``; a test holds the
file equal to the model.
"""

import json
from typing import Any

from cin_metrics.packs import PACKS
from cin_metrics.policy import Policy
from cin_metrics.vocabulary import EVENT_TYPES

SCHEMA = PACKS / "policy.schema.json"


def schema_text() -> str:
    """The schema as JSON, generated from the model and loosened where the loader is lenient."""
    schema = loosened(Policy.model_json_schema(by_alias=True))
    definitions = schema["$defs"]
    definitions["EventWhere"]["properties"]["event"]["enum"] = list(EVENT_TYPES)
    for part, short in (
        ("Closure", {"type": "string", "format": "date", "description": "One day"}),
        ("Calendar", {**definitions["Calendar"]["properties"]["country"]}),
        ("Cohort", {"type": "array", "items": {"type": "string"}, "description": "Its teams"}),
    ):
        definitions[part] = {"anyOf": [short, definitions[part]]}
    for name in definitions["Drift"]["properties"]:
        definitions["Drift"]["properties"][name].pop("default", None)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Child in need policy pack"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def loosened(node: Any) -> Any:
    """The same schema, with a single word or event allowed wherever a list of them is."""
    if isinstance(node, list):
        return [loosened(each) for each in node]
    if not isinstance(node, dict):
        return node
    node = {key: loosened(value) for key, value in node.items()}
    items = node.get("items")
    one_of_many = items is not None and (
        items == {"type": "string"} or "EventWhere" in json.dumps(items)
    )
    if node.get("type") == "array" and one_of_many:
        described = {k: node.pop(k) for k in ("description", "title") if k in node}
        return {**described, "anyOf": [items, node]}
    return node


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
