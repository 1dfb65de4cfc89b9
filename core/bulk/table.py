"""A ledger as a table for other programs: a Parquet file of one row a face."""

# Arrow tells its types only in part: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from core.labels import EMOTIONS

TABLE: Final = "photo-to-emoji.parquet"  # in the folder of results
_EDGES: Final = ("x0", "y0", "x1", "y1")
_SCHEMA: Final = pa.schema(
    [
        ("file", pa.string()),
        ("error", pa.string()),  # why it could not be read; null where it could
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("face", pa.int32()),  # from 1, the largest first; null where there is none
        *((edge, pa.float32()) for edge in _EDGES),  # pixels
        ("score", pa.float32()),
        ("label", pa.string()),
        ("confidence", pa.float32()),
        *((label, pa.float32()) for label in EMOTIONS),
    ]
)
_ROWS: Final = 10_000  # held in memory at once


def write_table(ledger: Path, table: Path) -> None:
    """Write what a ledger tells of each file as it was last; a file without a face has one row."""
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(table, _SCHEMA) as writer:
        for line in _last_lines(ledger):
            rows += _rows(line)
            if len(rows) >= _ROWS:
                writer.write_table(pa.Table.from_pylist(rows, _SCHEMA))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, _SCHEMA))


def _last_lines(ledger: Path) -> Iterator[dict[str, Any]]:
    last: dict[str, int] = {}
    with ledger.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            last[json.loads(line)["file"]] = number
    with ledger.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            known = json.loads(line)
            if last[known["file"]] == number:
                yield known


def _rows(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    about = {name: line.get(name) for name in ("file", "error", "width", "height")}
    for number, face in enumerate(line.get("faces", ()), start=1):
        yield {
            **about,
            "face": number,
            **dict(zip(_EDGES, face["box"], strict=True)),
            **{name: face[name] for name in ("score", "label", "confidence")},
            **face["probabilities"],
        }
    if not line.get("faces"):
        yield about
