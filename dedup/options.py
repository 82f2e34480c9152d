"""What the commands of the command line share: the options on reading, no option given twice, help that nobody may be there to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from dedup import summary
from dedup.errors import UsageError


@contextmanager
def _printing() -> Iterator[None]:
    """Help and version that cannot be printed: a reader that has left is no error (click would exit with 1). Else raises OutputError."""
    try:
        yield
    except OSError as error:
        summary.lost(error)
        raise click.exceptions.Exit(0) from None


class Once(click.Command):
    """A command that refuses an option given twice that takes one value: click would use the last without a word."""

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        """What click makes of the arguments, among which may be --help."""
        with _printing():
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look at what was given before click takes it. Raises UsageError."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for given, times in Counter(order).items():
            if times > 1 and isinstance(given, click.Option) and not (given.multiple or given.is_flag or given.count):
                raise UsageError(f"{given.opts[-1]} is given {times} times and takes one value", remedy="give it once")
        return super().parse_args(ctx, args)


class Group(click.Group):
    """A group of such commands, and of such groups."""

    command_class = Once
    group_class = type

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        """What click makes of the arguments, among which may be --help."""
        with _printing():
            return super().make_context(info_name, args, parent, **extra)


def options(*given: Any) -> Any:
    """Several options as one decorator."""

    def add(command: Any) -> Any:
        for option in reversed(given):
            command = option(command)
        return command

    return add


READING = options(
    click.option(
        "--text", metavar="COL", multiple=True,
        help="Column with the text [default: text, content, body, document or messages]; meta.body is a member of objects, and a chat's"
        " messages are joined. Give it several times to join columns.",
    ),
    click.option(
        "--id", metavar="COL",
        help="Column with the id [default: id, doc_id, document_id, _id, uid or uuid; or the file's name; or the row's number];"
        " row: the row's number.",
    ),
    click.option(
        "--delimiter", metavar="CHAR",
        help="Between the cells of CSV and TSV: one character, or tab [default: the one that shows a text column].",
    ),
    click.option(
        "--quoting", type=click.Choice(["minimal", "none"]), default="minimal", show_default=True,
        help="Of CSV and TSV: whether quotes may enclose a cell, or are characters like any other.",
    ),
    click.option("--skip-bad", is_flag=True, help="Leave out records that cannot be read, and report them, instead of stopping."),
)  # fmt: skip
EVIDENCE = click.option(
    "--evidence", type=click.Choice(["report", "kept", "all", "none"]),
    help="Which pairs of duplicates have aligned sentences, names and conflicts in pairs, of each document three: those that the report"
    " shows; kept: also those of a kept and a removed document; all; or none, then not the report either [default: report].",
)  # fmt: skip
