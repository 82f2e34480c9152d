"""The command line: arguments, progress and exit codes, no logic. 0 done, 2 bad input or usage, 1 a bug."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

import dedup
from dedup import lean, progress, summary
from dedup.errors import DedupError, UsageError, in_options
from dedup.options import EVIDENCE, READING, Group, options
from dedup.settings import Settings
from dedup.train_commands import train

DEFAULTS = Settings()
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
SHOW = options(
    click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; warnings and errors alone."),
    click.option("-v", "--verbose", is_flag=True, help="A line on stderr for each step, with its seconds."),
    click.option("--json", "as_json", is_flag=True, help="What came out as one line of JSON on stdout."),
)
WORKERS_HELP = "Threads, and processes for long texts; 0: one for each processor."
WORKERS = click.option("--workers", type=int, default=0, show_default=True, metavar="N", help=WORKERS_HELP)


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
@click.version_option(dedup.__version__, prog_name="dedup")
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
    "--format", "form", type=click.Choice(["jsonl", "parquet", "csv"]), default="jsonl", show_default=True, help="Of every table."
)
@click.option("--spreadsheet", is_flag=True, help="With --format csv: a byte-order mark, and ' before cells that would be formulas.")
@click.option(
    "--related", type=click.Choice(["few", "all"]), default="few", show_default=True,
    help="Which pairs that are not merged stand in pairs: the likeliest three of each document, or all (2 kB each).",
)  # fmt: skip
@EVIDENCE
@WORKERS
@_workdir("beside the output")
@SHOW
def run(
    inputs: tuple[str, ...], out: Path, find: Any, threshold: float, jaccard: float | None, keep: str, html: Any, encoder: str | None,
    device: str | None, calibration: Path | None, names_model: str | None, known: Path | None, text: tuple[str, ...], id: str | None,
    delimiter: str | None, quoting: str, skip_bad: bool, form: str, spreadsheet: bool, related: str, evidence: str | None, workers: int,
    workdir: Path | None, quiet: bool, verbose: bool, as_json: bool,
) -> None:  # fmt: skip
    """Find the duplicates among the documents of INPUT and write groups, evidence, names and a report.

    INPUT: .txt, .jsonl, .csv, .tsv, .parquet or .arrow files (each also .gz or .zst), folders or globs of any of them, or - for
    JSON lines on stdin.
    """
    lean.load()
    from dedup import api, batch, read

    confirming = {"--encoder": encoder, "--names-model": names_model, "--known": known, "--calibration": calibration}
    confirming["--evidence"] = evidence
    _refuse_idle(find, {"--jaccard": None if find == "near" else jaccard} | ({} if find == "variants" else confirming))
    jaccard = DEFAULTS.jaccard if jaccard is None else jaccard
    settings = Settings(find=find, threshold=threshold, jaccard=jaccard, keep=keep, html=html, workers=workers)
    source = batch.Source(inputs, read.Wanted(text or None, id, skip_bad, delimiter, quoting))
    models = _models(encoder, device, names_model, known)._replace(scale=api.read_scale(calibration))
    shown = progress.chosen(quiet=quiet, verbose=verbose)
    if spreadsheet and form != "csv":
        raise UsageError("--spreadsheet does nothing without --format csv", remedy="add that, or leave it out")
    output = batch.Output(form, related, spreadsheet, evidence or batch.Output().evidence)
    manifest = batch.run(source, out, settings=settings, models=models, output=output, progress=shown, workdir=workdir)
    _tell(manifest, out, quiet=quiet, as_json=as_json)


def _tell(manifest: dict[str, Any], out: Path, *, quiet: bool, as_json: bool) -> None:
    for reason in manifest["warnings"]:
        summary.complain(f"warning: {reason}")
    if as_json:
        summary.say(summary.as_json(manifest, out))
    elif not quiet:
        summary.say(summary.text(manifest, out))


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


@main.command(epilog="Example:  dedup regroup out --threshold 0.8")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--threshold", type=float, metavar="P", help="Merge pairs at or above this probability [default: as it was].")
@click.option("--keep", metavar="WHICH", help="Which of a group stays: see `dedup run --help` [default: as it was].")
@SHOW
def regroup(out: Path, threshold: float | None, keep: str | None, quiet: bool, verbose: bool, as_json: bool) -> None:
    """Make other groups of the pairs that an earlier run to OUT has judged, without a new search.

    Its files are replaced. Names, which pairs were judged, and their evidence in pairs stay those of that run; what the report shows
    beyond it is found again in the texts.
    """
    lean.load()
    from dedup import regroup as regrouping

    manifest = regrouping.regroup(out, threshold=threshold, keep=keep, progress=progress.chosen(quiet=quiet, verbose=verbose))
    _tell(manifest, out, quiet=quiet, as_json=as_json)


@main.command(epilog="Example:  dedup xlsx out -o results.xlsx")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("-o", "file", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A .xlsx file.")
def xlsx(out: Path, file: Path) -> None:
    """Write the tables of the run to OUT as one workbook: clusters, pairs, names, removed documents (extra: xlsx)."""
    lean.load()
    from dedup import stored
    from dedup.write import workbook

    workbook.check(file)
    summary.say(f"{', '.join(f'{count:,} {name}' for name, count in workbook.write(stored.read(out), file).items())}: {file}")


@main.command(epilog="Example:  dedup compare official.txt translated.txt")
@click.argument("documents", nargs=-1, required=True, metavar="A B | OUT A B")
@ENCODER
@click.option("--json", "as_json", is_flag=True, help="Label, probability and evidence as one line of JSON.")
def compare(documents: tuple[str, ...], encoder: str | None, device: str | None, as_json: bool) -> None:
    """Judge two text files A and B, or the documents with the ids A and B of the run to OUT: label, probability, sentences, names.

    The label: exact, near-duplicate (edited), reworded, translation-variant, excerpt (a part of the other), related, distinct.
    """
    lean.load()
    from dedup import compared
    from dedup.write import terminal

    pair, left, right, note = compared.asked(documents, encoder=encoder, device=device)
    shown: dict[str, Any] = dict(note=note, columns=terminal.width(), colours=terminal.is_coloured())
    told = summary.line(compared.as_json(pair, left, right)) if as_json else terminal.pair(pair, left=left, right=right, **shown)
    summary.say(told)


@main.command(epilog="Example:  dedup names reports/ -o names.csv --known people.csv")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the table to a .jsonl or .csv file.")
@ENCODER
@NAMES
@READING
@WORKERS
@_workdir("among temporary files")
@SHOW
def names(
    inputs: tuple[str, ...], out: Path | None, encoder: str | None, device: str | None, names_model: str | None, known: Path | None,
    text: tuple[str, ...], id: str | None, delimiter: str | None, quoting: str, skip_bad: bool, workers: int, workdir: Path | None,
    quiet: bool, verbose: bool, as_json: bool,
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
    shown = progress.chosen(quiet=quiet, verbose=verbose)
    rows, skipped = batch.names(source, settings=Settings(workers=workers), models=models, progress=shown, workdir=workdir)
    for line in summary.skipped(skipped, "as --skip-bad asks"):
        progress.say(line)
    if out:
        tables.write_names(rows, out)
    if as_json:
        summary.say(summary.line(dict(names=rows, skipped=skipped)))
    elif out is None or not quiet:  # without a file the table is what was asked for
        summary.say(f"{len(rows):,} names: {out}" if out else terminal.names(rows))


main.add_command(train)


def _stopped(*_: Any) -> None:
    """A service that is told to end, or whose terminal goes, leaves as little behind as a person who presses Ctrl-C."""
    raise KeyboardInterrupt


def _stop_at_signals() -> None:
    signal.signal(signal.SIGTERM, _stopped)
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup and signal.getsignal(hangup) is not signal.SIG_IGN:  # as nohup leaves it
        signal.signal(hangup, _stopped)


def entry() -> None:
    """The console script: one line and exit code 2 for what a user can cause; a traceback and 1 for a bug."""
    _stop_at_signals()
    gc.set_threshold(GARBAGE)
    atexit.register(gc.freeze)  # or the end looks for circles in all that numba has made, which takes .1 s
    try:
        main(standalone_mode=False)
    except DedupError as error:
        sys.exit(summary.complain(in_options(str(error))))
    except click.UsageError as error:
        with suppress(OSError):  # nobody may be there to be told
            error.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        with suppress(OSError):  # the terminal may be what is gone
            click.echo("stopped", err=True)
        sys.exit(130)
