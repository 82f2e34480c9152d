"""The command line: arguments, progress and exit codes, no logic. 0 done, 2 bad input or usage, 1 a bug."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from dedup import lean, progress
from dedup.data import DUPLICATE_LABELS
from dedup.errors import DedupError, UsageError
from dedup.options import READING, Group, options
from dedup.settings import Settings

DEFAULTS = Settings()
POSITIVE = click.IntRange(min=1)
GARBAGE = 100_000  # new objects before circles among them are looked for; at Python's 700 that takes .2 s, and we make few
CONTEXT = dict(help_option_names=["-h", "--help"], max_content_width=110)


ENCODER = options(
    click.option(
        "--encoder", metavar="NAME",
        help="A sentence-transformers model by name or folder [default: the shipped one]. A static one takes its place; any other"
        " judges again what the shipped one leaves undecided.",
    ),
    click.option("--device", metavar="NAME", help="Where such a model runs: cpu, cuda, mps [default: the best there is]."),
)  # fmt: skip
THRESHOLD = click.option(
    "--threshold", type=float, default=DEFAULTS.threshold, show_default=True, metavar="P", help="Merge pairs at or above this"
    " probability: of saying the same; with --find near, of reaching --jaccard."
)  # fmt: skip
WORKERS = click.option("--workers", type=int, default=0, metavar="N", help="Threads [default: one for each processor].")


def _workdir(default: str) -> Any:
    what = f"Where a private folder lies during the run, as large as the input unpacked, or twice that [default: {default}]."
    return click.option("--workdir", type=click.Path(path_type=Path), metavar="DIR", help=what)


CALIBRATION = click.option(
    "--calibration", type=click.Path(path_type=Path), metavar="FILE", help="The manifest.json of a run whose scale this one takes."
)
NAMES = options(
    click.option("--names-model", metavar="NAME", help="Recogniser of names: spacy:MODEL or gliner:MODEL [default: rules]."),
    click.option(
        "--known", type=click.Path(path_type=Path), metavar="FILE",
        help="Names known to be one person or two: name, alias, same or different, as CSV, TSV or JSON lines.",
    ),  # fmt: skip
)


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(version("dedup"), prog_name="dedup")
def main() -> None:
    """Find documents that say the same thing: exact copies, edited copies and translation variants."""


@main.command(epilog="Example:  dedup run articles.jsonl.gz -o out --keep newest")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of results: new, empty or ours.")
@click.option(
    "--find", type=click.Choice(["exact", "near", "variants"]), default=DEFAULTS.find, show_default=True,
    help="exact: equal content; near: also edited copies, by MinHash; variants: also translations and texts reworded, confirmed by"
    " sentences.",
)  # fmt: skip
@THRESHOLD
@click.option(
    "--jaccard", type=float, metavar="J",
    help=f"With --find near: share of word 3-grams from which texts are edited copies [default: {DEFAULTS.jaccard}].",
)  # fmt: skip
@click.option(
    "--keep", default=DEFAULTS.keep, show_default=True, metavar="WHICH",
    help="Which of a group: longest; first of the input; newest by a date column; field:NAME, the largest value there.",
)  # fmt: skip
@click.option(
    "--html", type=click.Choice(["all", "main"]), default=DEFAULTS.html, show_default=True,
    help="What of whole HTML pages is compared: all that they show; or their main text (needs the extra html).",
)  # fmt: skip
@ENCODER
@CALIBRATION
@NAMES
@READING
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "parquet", "csv"]), default="jsonl", show_default=True, help="Of kept and removed."
)
@WORKERS
@_workdir("beside the output")
def run(
    inputs: tuple[str, ...], out: Path, find: Any, threshold: float, jaccard: float | None, keep: str, html: Any, encoder: str | None,
    device: str | None, calibration: Path | None, names_model: str | None, known: Path | None, text: tuple[str, ...], id: str | None,
    delimiter: str | None, quoting: str, skip_bad: bool, form: str, workers: int, workdir: Path | None,
) -> None:  # fmt: skip
    """Find the duplicates among the documents of INPUT and write groups, evidence, names and a report.

    INPUT: .txt, .jsonl, .csv, .tsv, .parquet or .arrow files (each also .gz or .zst), folders or globs of any of them, or - for
    JSON lines on stdin.
    """
    lean.load()
    from dedup import api, batch, read

    confirming = {"--encoder": encoder, "--names-model": names_model, "--known": known, "--calibration": calibration}
    _refuse_idle(find, {"--jaccard": None if find == "near" else jaccard} | ({} if find == "variants" else confirming))
    jaccard = DEFAULTS.jaccard if jaccard is None else jaccard
    settings = Settings(find=find, threshold=threshold, jaccard=jaccard, keep=keep, html=html, workers=workers)
    source = batch.Source(inputs, read.Wanted(text or None, id, skip_bad, delimiter, quoting))
    models = _models(encoder, device, names_model, known)._replace(scale=api.read_scale(calibration))
    manifest = batch.run(source, out, settings=settings, models=models, form=form, progress=progress.terminal, workdir=workdir)
    for reason in manifest["warnings"]:
        _complain(f"warning: {reason}")
    _say(summary(manifest, out))


def _refuse_idle(find: str, options: dict[str, Any]) -> None:
    """Raise UsageError for an option that was given and does nothing in this search."""
    for name, value in options.items():
        if value is not None:
            raise UsageError(f"{name} does nothing with --find {find}", remedy="leave it out, or search otherwise")


def _models(encoder: str | None, device: str | None, names_model: str | None, known: Path | None) -> Any:
    from dedup import api
    from dedup.names import known as knowledge

    if device and not encoder:
        raise UsageError("--device does nothing without --encoder", remedy="leave it out")
    return api.Models(encoder, names_model, knowledge.read(known) if known else knowledge.Known([], []), device)


def summary(manifest: dict[str, Any], out: Path) -> str:
    """A few lines on what came out and where it lies."""
    counts = manifest["counts"]
    kinds = ", ".join(f"{counts[label]:,} {label}" for label in DUPLICATE_LABELS if counts[label]) or "none"
    lines = [
        f"{_many(counts['documents'], 'document')}, {_many(counts['groups'], 'group')} of duplicates",
        f"kept {counts['kept']:,}, removed {counts['removed']:,} ({kinds})",
        f"{_many(counts['related'], 'pair')} related only, {_many(counts['names'], 'name')} with several spellings",
    ]
    lines += [f"{_many(counts['empty'], 'document')} without text"] if counts["empty"] else []
    lines += manifest["inputs"]["unread"]
    lines += _skipped(manifest["skipped"], f"all in {out / 'manifest.json'}")
    return "\n".join([*lines, f"report: {out / 'report.html'}"])


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _skipped(lines: Sequence[str], where: str) -> list[str]:
    """What to say of records that were left out."""
    return [f"{_many(len(lines), 'record')} left out, {where}; the first: {lines[0]}"] if lines else []


@main.command(epilog="Example:  dedup compare official.txt translated.txt")
@click.argument("left", type=click.Path(path_type=Path))
@click.argument("right", type=click.Path(path_type=Path))
@ENCODER
def compare(left: Path, right: Path, encoder: str | None, device: str | None) -> None:
    """Judge two text files: label, probability, aligned sentences, matched names, conflicting facts.

    The label: exact, near-duplicate (same wording, edited), reworded (one language, partly other words), translation-variant (two
    languages, or worded independently), excerpt (a part of the other), related (other content), distinct.
    """
    lean.load()
    from dedup import api, read
    from dedup.write import terminal

    pair = api.compare(read.text_file(left), read.text_file(right), encoder=encoder, device=device)
    _say(terminal.pair(pair, left=left.name, right=right.name))


@main.command(epilog="Example:  dedup names reports/ -o names.csv --known people.csv")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the table to a .jsonl or .csv file.")
@ENCODER
@NAMES
@READING
@WORKERS
@_workdir("among temporary files")
def names(
    inputs: tuple[str, ...], out: Path | None, encoder: str | None, device: str | None, names_model: str | None, known: Path | None,
    text: tuple[str, ...], id: str | None, delimiter: str | None, quoting: str, skip_bad: bool, workers: int, workdir: Path | None,
) -> None:  # fmt: skip
    """Print the alias table alone: the people that the documents spell in several ways."""
    lean.load()
    from dedup import batch, read
    from dedup.write import tables, terminal

    if out:
        tables.check_names_file(out)
        batch.check_apart(inputs, out)
    source = batch.Source(inputs, read.Wanted(text or None, id, skip_bad, delimiter, quoting))
    models = _models(encoder, device, names_model, known)
    rows, skipped = batch.names(source, settings=Settings(workers=workers), models=models, progress=progress.terminal, workdir=workdir)
    for line in _skipped(skipped, "as --skip-bad asks"):
        click.echo(line, err=True)
    if out:
        tables.write_names(rows, out)
    _say(f"{len(rows):,} names: {out}" if out else terminal.names(rows))


@main.group()
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
    _say(f"{figures['pairs']:,} pairs, {figures['pieces']:,} pieces of {figures['dimensions']} dimensions: {out}")


@train.command("names", epilog="Example:  dedup train names lists/ -o my-names")
@click.argument("data", type=click.Path(path_type=Path), metavar="DATA")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder for the models: new or empty.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
def train_names(data: Path, out: Path, seed: int) -> None:
    """Train the models of names from the lists in DATA; dedup/models/names/README.md says which files those are."""
    from dedup.training import names
    from dedup.write import folder

    folder.check_new(out)
    names.train(data, out, progress=lambda what: click.echo(what, err=True), seed=seed)
    _say(f"models of names: {out}")


def _say(text: str) -> None:
    """Print the outcome; a reader that has left (`| head`) is no error, the work is done."""
    try:
        click.echo(text)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped(*_: Any) -> None:
    """A service that is told to end leaves as little behind as a person who presses Ctrl-C."""
    raise KeyboardInterrupt


def entry() -> None:
    """The console script: one line and exit code 2 for what a user can cause; a traceback and 1 for a bug."""
    signal.signal(signal.SIGTERM, _stopped)
    gc.set_threshold(GARBAGE)
    atexit.register(gc.freeze)  # or the end looks for circles in all that numba has made, which takes .1 s
    try:
        main(standalone_mode=False)
    except DedupError as error:
        sys.exit(_complain(str(error)))
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)


def _complain(message: str) -> int:
    click.echo(f"dedup: {message}", err=True)
    return 2
