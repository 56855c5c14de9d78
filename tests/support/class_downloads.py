"""Downloads of a small class, as each platform makes them."""

import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ROSTER = """\
name,id,login,email,canvas id,github,section
Ada Lovelace,s100,ada,ada@example.edu,501,adal,Lab 1
Blaise Pascal,s101,blaise,blaise@example.edu,502,pascaline,Lab 1
李雷,s102,lilei,lilei@example.edu,503,li-lei,Lab 2
Grace Hopper,s103,grace,grace@example.edu,504,amazing,Lab 2
"""
METADATA = """\
---
submission_7001:
  :submitters:
  - :name: Ada Lovelace
    :sid: s100
    :email: ada@example.edu
  - :name: Blaise Pascal
    :sid:
    :email: Blaise@Example.edu
  :created_at: 2026-11-20 22:30:00.123456000 -08:00
  :score: 0.0
  :status: processed
  :history:
  - :id: 6990
    :created_at: 2026-11-19 22:30:00.000000000 -08:00
submission_7002:
  :submitters:
  - :name: Nobody Known
    :sid: '999'
    :email: nobody@example.edu
  :created_at: 2026-11-21 08:00:00.000000000 +00:00
  :history: []
"""
CANVAS = {
    "lovelaceada_501_90001_two_layer_mlp.py": "x = 1\n",
    "pascalblaise_LATE_502_90002_two_layer_mlp-2.py": "x = 2\n",
    "李雷_503_90003_two_layer_mlp.ipynb": "{}\n",
    "李雷_503_90004_notes.txt": "notes\n",
}
MOODLE = {
    "Ada Lovelace_90003_assignsubmission_file_/two_layer_mlp.py": "x = 1\n",
    "Blaise Pascal_90004_assignsubmission_file/work/two_layer_mlp.py": "x = 2\n",
    "李雷_90005_assignsubmission_file_two_layer_mlp.py": "x = 3\n",
    "Grace Hopper_90006_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>\n",
}
GRADESCOPE = {
    "assignment_55_export/submission_metadata.yml": METADATA,
    "assignment_55_export/submission_7001/two_layer_mlp.py": "x = 1\n",
    "assignment_55_export/submission_7002/two_layer_mlp.py": "x = 2\n",
    "assignment_55_export/submission_7003/two_layer_mlp.py": "x = 3\n",
}


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def write_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a zip whose entries were all changed on 2026-11-20 at 18:30."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 18, 30, 0)), content)
    return path


def set_time(path: Path, moment: datetime) -> None:
    """Set when a file was changed."""
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def utc(*parts: int) -> datetime:
    """Return a time in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
