"""The commands that make models: `dedup train encoder`, `dedup train names`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dedup import progress, summary
from dedup.errors import UsageError
from dedup.options import Group

POSITIVE = click.IntRange(min=1)


@click.group(cls=Group)
def train() -> None:
    """Make the shipped models again, or your own."""


@train.command("encoder", epilog="Example:  dedup train encoder parallel/ -o my-encoder")
@click.argument("pairs", nargs=-1, required=True, metavar="PAIRS...")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder for the model: new or empty.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
@click.option("--epochs", type=POSITIVE, default=6, show_default=True)
@click.option("--pieces", type=POSITIVE, default=60_000, show_default=True, help="Size of the vocabulary.")
@click.option("--dimensions", type=POSITIVE, default=256, show_default=True)
@click.option("--teacher", type=click.Path(path_type=Path), metavar="DIR", help="Learn from this sentence-transformers folder too.")
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keep the teacher's vectors there for the next run.")
def train_encoder(
    pairs: tuple[str, ...], out: Path, seed: int, epochs: int, pieces: int, dimensions: int, teacher: Path | None, cache: Path | None
) -> None:
    """Train a multilingual static encoder from PAIRS: files (.tsv, .tsv.gz) of sentence TAB translation, or folders of them."""
    from dedup.training import encoder
    from dedup.write import folder

    if cache and not teacher:
        raise UsageError("--cache does nothing without --teacher", remedy="leave it out")
    folder.check_new(out)
    how: dict[str, Any] = dict(seed=seed, epochs=epochs, pieces=pieces, dimensions=dimensions, teacher=teacher, cache=cache)
    figures = encoder.train(pairs, out, progress=progress.terminal, **how)
    summary.say(f"{figures['pairs']:,} pairs, {figures['pieces']:,} pieces of {figures['dimensions']} dimensions: {out}")


@train.command("names", epilog="Example:  dedup train names lists/ -o my-names")
@click.argument("data", type=click.Path(path_type=Path), metavar="DATA")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder for the models: new or empty.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
def train_names(data: Path, out: Path, seed: int) -> None:
    """Train the models of names from the lists in DATA; dedup/models/names/README.md says which files those are."""
    from dedup.training import names
    from dedup.write import folder

    folder.check_new(out)
    names.train(data, out, progress=progress.say, seed=seed)
    summary.say(f"models of names: {out}")
