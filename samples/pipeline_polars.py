"""A cleaning pipeline: a polars frame goes in, the frame without its duplicates comes out."""

import tempfile
from pathlib import Path

import polars as pl

import dedup

REPORTS = Path(__file__).resolve().parent / "reports"


def source(path):
    return "agency" if path.stem.startswith(("meeting", "market")) or path.stem == "call-official" else "web"


files = sorted(REPORTS.glob("*.txt"))
frame = pl.DataFrame(
    {
        "id": [path.name for path in files],
        "text": [path.read_text(encoding="utf-8") for path in files],
        "source": [source(path) for path in files],
    }
)

result = dedup.find_duplicates(frame, find="variants", keep="longest")
kept, removed = result.kept, result.removed  # polars frames, as one came in

print(f"{len(frame)} documents in, {len(kept)} kept, {len(removed)} removed")
for name in ("agency", "web"):
    print(f"  {name}: {len(kept.filter(pl.col('source') == name))} kept, {len(removed.filter(pl.col('source') == name))} removed")
print("Removed:", ", ".join(sorted(removed["id"])))

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "clean.parquet"
    kept.write_parquet(path)
    print(f"Written and read again: {len(pl.read_parquet(path))} documents with the columns {', '.join(kept.columns)}")
