"""The JSON Schema of a manifest, with which editors complete and check it while it is written."""

import json
from typing import Any

__all__ = ["schema", "schema_text"]


def schema() -> dict[str, Any]:
    """Make the JSON Schema of `assignments.yaml` from the models that validate it.

    Returns:
        The schema, of draft 2020-12.
    """
    # pydantic takes 75 ms to import, and only who checks the documents needs a schema.
    from grader.course.models import Manifest  # noqa: PLC0415  # as just said

    made = Manifest.model_json_schema()
    made["title"] = "assignments.yaml"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text() -> str:
    """Make the text of `docs/schemas/assignments.schema.json`.

    Returns:
        The schema as JSON, indented by two spaces and ending in a newline.
    """
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
