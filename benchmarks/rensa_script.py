#!/usr/bin/env python3
"""What a user of rensa writes to deduplicate a file: read JSON lines, cluster, write id, cluster and text.

  rensa_script.py IN.jsonl OUT.jsonl
"""

import json
import sys

from speed_workers import rensa

with open(sys.argv[1], encoding="utf8") as lines:
    rows = [json.loads(line) for line in lines]
group = rensa([row["text"] for row in rows])
with open(sys.argv[2], "w", encoding="utf8") as out:
    for row, first in zip(rows, group, strict=True):
        out.write(json.dumps(dict(id=row["id"], cluster=rows[first]["id"], text=row["text"]), ensure_ascii=False) + "\n")
