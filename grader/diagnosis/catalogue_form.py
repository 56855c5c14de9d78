"""The form of a file of misconceptions: its tables and keys, and the JSON Schema of them for editors."""

import json
import re
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

__all__ = ["NAME", "SITES", "EditForm", "MisconceptionForm", "ProgramForm", "schema", "schema_text"]

NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A name of a misconception."""
SITES: Final = "sites"
"""Name of the table of sites; every other table is a part."""


class EditForm(Struct, frozen=True, kw_only=True):
    """One edit of the solution; `site` or `find` says where."""

    becomes: Annotated[str, Meta(description="What stands there instead; empty for nothing.")]
    site: Annotated[str, Meta(description="Name of the place, of the table `sites`.")] | UnsetType = UNSET
    find: (
        Annotated[
            str,
            Meta(min_length=1, description="The text of the solution itself; it occurs there once."),
        ]
        | UnsetType
    ) = UNSET


_Edits = Annotated[list[EditForm], Meta(description="The edits, made one after the other.")]
_Base = Annotated[
    str, Meta(description="Name of a file of `variants/` that follows the solution before it is edited.")
]
_Append = Annotated[
    str, Meta(description="Text that follows all that, such as a function in place of the solution's.")
]


class ProgramForm(Struct, frozen=True, kw_only=True):
    """One more program that makes the same mistake, such as one that takes operands in another order."""

    edits: _Edits = []
    base: _Base = ""
    append: _Append = ""


class MisconceptionForm(Struct, frozen=True, kw_only=True):
    """One misconception: a wrong program, as edits of the solution, and the advice for it."""

    mistake: Annotated[str, Meta(min_length=1, description="What code with it does, in one sentence.")]
    advice: Annotated[
        str,
        Meta(
            min_length=1,
            description="One or two sentences that point at the idea, and not at the line to type.",
        ),
    ]
    see: Annotated[
        str,
        Meta(
            min_length=1,
            description="The heading of the handout that explains the idea, as in a link: the-chain-rule.",
        ),
    ]
    edits: _Edits = []
    base: _Base = ""
    append: _Append = ""
    order_dependent: Annotated[
        bool, Meta(description="Whether its numbers depend on the order in which a set is gone through.")
    ] = False
    alternatives: Annotated[
        list[ProgramForm], Meta(description="More programs that make the same mistake.")
    ] = []


def schema() -> dict[str, Any]:
    """Make the JSON Schema of a file of misconceptions from the forms that validate it.

    Returns:
        The schema, of draft 2020-12.
    """
    (entry,), definitions = msgspec.json.schema_components([MisconceptionForm], ref_template="#/$defs/{name}")
    for form in definitions.values():
        form["additionalProperties"] = False
    definitions[EditForm.__name__]["oneOf"] = [{"required": ["site"]}, {"required": ["find"]}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "misconceptions.toml",
        "description": "Misconceptions of an assignment, one in each table [part.name].",
        "type": "object",
        "properties": {
            SITES: {
                "description": "Places of the solution that several misconceptions edit: the text of each, "
                "which occurs there exactly once.",
                "type": "object",
                "additionalProperties": {"type": "string", "minLength": 1},
            }
        },
        "additionalProperties": {
            "description": "A part of the assignment, with its misconceptions.",
            "type": "object",
            "propertyNames": {"pattern": f"^{NAME.pattern}$"},
            "additionalProperties": entry,
        },
        "$defs": definitions,
    }


def schema_text() -> str:
    """Make the text of `docs/schemas/misconceptions.schema.json`.

    Returns:
        The schema as JSON, indented by two spaces and ending in a newline.
    """
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
