"""What a program calls: `find_duplicates` on any source of documents, `compare` on two texts. Nothing touches the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from dedup import arguments, cluster, doubts, exact, frames, normalise, pipeline, read, results
from dedup import encoder as encoders
from dedup import keep as keeping
from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.data import EXACT, Corpus, Ids, Packed, Pair, Scale
from dedup.errors import in_arguments
from dedup.formats import pages
from dedup.names.known import Known
from dedup.outcome import JudgedPair, PairEvidence, Result
from dedup.progress import NO_BAR, Bar, Progress, Stages, silent
from dedup.read import records
from dedup.run import Run
from dedup.settings import Find, Html, Keep, Settings
from dedup.write import own_lines

if TYPE_CHECKING:
    from dedup.confirm.evidence import Explainer


class Models(NamedTuple):
    """What a user puts in place of the shipped parts: an encoder, a recogniser of names, names known to be one person.

    A static encoder takes the shipped one's place. Any other would take hours for all candidates: it judges what the
    shipped one leaves undecided, on `device` (cpu, cuda, mps; None for the best there is). `scale`: that of an
    earlier run, in place of this collection's own.
    """

    encoder: str | None = None
    names: str | None = None
    known: Known = Known([], [])
    device: str | None = None
    scale: Scale | None = None

    @property
    def second(self) -> Callable[[], encoders.Encoder] | None:
        """What loads the encoder for undecided pairs, if there is one."""
        slow = self.encoder is not None and not encoders.is_static(Path(self.encoder))
        return (lambda: encoders.load(self.encoder, self.device)) if slow else None

    @property
    def languages(self) -> Path:
        """The table of the languages that the first encoder has learned: the one beside it, or the shipped one."""
        own = Path(self.encoder or "") / languages.MODEL.name
        return own if self.encoder and self.second is None and own.is_file() else languages.MODEL

    def run(self, settings: Settings, *, stages: Stages | None = None, folder: Path | None = None) -> Run:
        """A run with these models."""
        return Run(settings, self.first, self.second, self.languages, folder=folder, stages=stages or Stages(), scale=self.scale)

    def first(self) -> encoders.Encoder:
        """The encoder that all candidates are judged with."""
        return encoders.load(None if self.second else self.encoder)

    def check(self) -> None:
        """Load what is named, so that a name that does not exist is an error before the work and not after it."""
        from dedup.names import recogniser

        if self.encoder:
            encoders.load(self.encoder, self.device)
        if self.names:
            recogniser.load(self.names)


class Search(NamedTuple):
    """A finished search, with what is needed to write it down."""

    corpus: Corpus
    found: pipeline.Found
    explainer: Explainer | None
    preference: np.ndarray
    run: Run
    models: Models

    @property
    def ids(self) -> Ids:
        """The ids of the input rows."""
        return self.corpus.ids

    @property
    def name_pairs(self) -> int:
        """How many pairs people are matched in."""
        return len(self.explainer.chosen) if self.explainer else 0

    @property
    def warnings(self) -> list[str]:
        """Reasons to doubt what was found, a line each."""
        settings = self.run.settings
        return doubts.reasons(self.found, find=settings.find, threshold=settings.threshold)


def search(corpus: Corpus, packed: Packed, *, run: Run, models: Models) -> Search:
    """Find the duplicates of a corpus from its normalised texts."""
    ranks = keeping.preference(corpus, run.settings.keep)
    found = pipeline.find(packed, corpus.ids, run)
    group = found.clusters.group[found.distinct.member_of]
    preference = ranks(np.flatnonzero(np.bincount(group)[group] > 1))  # who is alone stays anyway
    found = _named_by_wanted(found, preference)
    return Search(corpus, found, _explainer(found, models), preference, run, models)


def _explainer(found: pipeline.Found, models: Models) -> Explainer | None:
    """What explains pairs, if they were confirmed. It loads the models of names."""
    if found.prepared is None:
        return None
    from dedup.confirm.evidence import Explainer
    from dedup.names import recogniser

    return Explainer(found.prepared, found.judged, recogniser=recogniser.load(models.names).mentions if models.names else None)


def _named_by_wanted(found: pipeline.Found, preference: np.ndarray) -> pipeline.Found:
    """Let the most wanted of equal copies stand for them, as it stays if its group does."""
    wanted = cluster.canonical(found.distinct.member_of, preference)
    first = np.empty(len(found.distinct.first), np.int64)
    first[found.distinct.member_of] = wanted
    return found._replace(distinct=found.distinct._replace(first=first))


@arguments.spoken()
def find_duplicates(
    source: Any,
    *,
    settings: Settings | None = None,
    find: Find | None = None,
    threshold: float | None = None,
    jaccard: float | None = None,
    keep: Keep | None = None,
    html: Html | None = None,
    workers: int | None = None,
    seed: int | None = None,
    encoder: str | Path | None = None,
    device: str | None = None,
    calibration: str | Path | None = None,
    names_model: str | None = None,
    known: str | Path | Iterable[tuple[str, str, str]] | None = None,
    text: str | Sequence[str] | None = None,
    id: str | None = None,
    delimiter: str | None = None,
    quoting: str = "minimal",
    skip_bad: bool = False,
    evidence: Literal["asked", "all", "none"] | None = None,
    progress: Progress = silent,
) -> Result:
    """Find exact copies, near-duplicates and translation variants among the documents of `source`.

    `source`: a path or list of paths (.txt folders, JSONL, CSV, Parquet, Arrow; also .gz), an object with the Arrow
    stream interface (pandas, polars, pyarrow, Hugging Face datasets), or an iterable of str or dict. `text` and `id`
    name its columns: several of text are joined, "meta.body" is a member of objects, id="row" numbers the rows. `delimiter`: the one
    character between the cells of CSV, by default the one that shows a text column; `quoting`: "minimal", or "none" where quotes are
    characters like any other.

    `settings`: all that can be set, see `help(dedup.Settings)`. `find`, `threshold`, `jaccard`, `keep`, `html`, `workers` and `seed` are
    fields of it: given here they replace those of `settings`. `workers` are threads, 0 for one for each processor, which is the default.
    `keep` may be a function of a document's columns, a dict: of a group that document stays for which it returns the largest value; None
    is a missing one, and comes last. `seed` is that of the permutations of MinHash, by which copies that share about `jaccard` of their
    wording are found or missed; the rest of a search draws nothing at random.

    `encoder`: a sentence-transformers model by name or folder, run on `device`. `calibration`: the manifest.json of a run whose scale this
    one takes. `names_model`: a recogniser of names, spacy:MODEL or gliner:MODEL. `known`: names known to be one person or two, as a file
    or as rows of (name, alias, "same" or "different"). `skip_bad`: leave out records that cannot be used, and list them in the result.
    `evidence`: of pairs, beside what was measured. asked, the default: found where it is looked at, for which the result holds what was
    read of the documents as long as it is held; all: found at once; none: left out.
    `progress`: what makes the bar of each stage, as `dedup.progress.terminal`; see `dedup.progress.Progress`.

    `kept` and `removed` of the result are pandas or polars where `source` is, its own rows; `removed` has `duplicate_of` besides. Raises
    TypeError for an argument of another type, else DedupError with the place and a remedy.

    >>> texts = ["The museum opens on Monday.", "The museum  opens on Monday.", "Rain is expected."]
    >>> find_duplicates(texts, find="exact", keep="first").clusters.column("duplicate_of").to_pylist()
    [None, 0, None]
    """
    arguments.check(
        settings=settings, encoder=encoder, device=device, calibration=calibration, names_model=names_model, text=text, id=id,
        skip_bad=skip_bad, evidence=evidence, progress=progress,
    )  # fmt: skip
    chosen = arguments.settings(
        settings, find=find, threshold=threshold, jaccard=jaccard, keep=keep, html=html, workers=workers, seed=seed
    )
    arguments.refuse_idle(chosen.find, encoder=encoder, names_model=names_model, known=known, calibration=calibration, evidence=evidence)
    which = arguments.evidence(evidence)
    models = Models(str(encoder) if encoder else None, names_model, arguments.known(known), device, read_scale(calibration))
    run = models.run(chosen, stages=Stages(progress))
    models.check()
    pages.check(chosen.html)
    with run.stages("read"):
        corpus = read.read(source, text=text, id=id, skip_bad=skip_bad, delimiter=delimiter, quoting=quoting)
    with run.stages("normalise", total=len(corpus)):
        packed = normalise.packed(normalise.normalise(corpus.texts, html=chosen.html))
    return result(search(corpus, packed, run=run, models=models), source, evidence=which)


def read_scale(calibration: str | Path | None) -> Scale | None:
    """The scale of an earlier run from its manifest.json, if one is given."""
    if calibration is None:
        return None
    from dedup.confirm.calibration import scale

    return scale.read(Path(calibration))


def result(done: Search, source: Any, *, evidence: str = "asked") -> Result:
    """A search as tables and records in memory; `source` is what was searched, of which the kept and the removed are rows."""
    own = frames.ids(done.corpus)
    pairs = _pairs(done, own, evidence)
    given = results.verdicts(done.found, done.preference, threshold=done.run.settings.threshold)
    kept, removed = (frames.rows(source, done.corpus, rows) for rows in (given.canonical, ~given.canonical))
    removed = frames.marked(removed, own_lines.mark_of(done.corpus.table.column_names), own.column.take(given.stays[~given.canonical]))
    entries = results.name_entries(done.explainer, known=done.models.known)
    names = results.with_ids(entries, lambda row: own[done.found.distinct.first[row]])
    clusters = results.clusters_table(done.found, own, given)
    skipped = list(map(in_arguments, done.corpus.unread + done.corpus.skipped))
    return Result(clusters, pairs, names, kept, removed, skipped, list(map(in_arguments, done.warnings)))


def _pairs(done: Search, own: Any, which: str) -> list[JudgedPair]:
    """The judged pairs with their evidence: at once, when it is asked for, or what was measured alone."""
    explainer = done.explainer if which != "none" else None

    def evidence(k: int) -> PairEvidence:
        told = PairEvidence(features=done.found.judged.measured(k))
        return PairEvidence.asked(told.features, partial(explainer.explain, k)) if explainer and k in explainer.chosen else told

    rows = results.rows_of(done.found, own, evidence)
    pairs = [JudgedPair(**row | dict(evidence=row["evidence"] or PairEvidence())) for row in rows]
    if which == "all":
        for pair in pairs:
            pair.evidence.links  # noqa: B018  # found now, and what finds it is let go
    return pairs


def name_rows(done: Search, *, bar: Bar = NO_BAR) -> list[dict[str, Any]]:
    """The rows of names.jsonl, from the people that the pairs have in common; `bar` counts `name_pairs`."""
    entries = results.name_entries(done.explainer, known=done.models.known, bar=bar)
    return results.name_rows(entries, lambda row: done.ids[done.found.distinct.first[row]])


@arguments.spoken()
def compare(left: str, right: str, *, encoder: str | Path | None = None, device: str | None = None) -> Pair:
    """Judge two texts: label, probability that they say the same, and the evidence.

    The two stand alone, without a collection around them, so the shipped priors take the place of their neighbourhood.
    `encoder`, `device`: as for `find_duplicates`. Raises TypeError for what is no text.
    """
    arguments.check(left=left, right=right, encoder=encoder, device=device)
    from dedup.confirm import judge, rescore
    from dedup.confirm.evidence import Explainer

    cleaned = [normalise.clean(records.clean(text)) for text in (left, right)]
    texts = pack(sorted(cleaned))  # in the order of their contents, as `exact` has them: it does not matter which one is given first
    first = int(cleaned[0] > cleaned[1])
    run = Models(str(encoder) if encoder else None, device=device).run(Settings(workers=1))
    one, two = np.array([first]), np.array([1 - first])
    language = languages.detect(texts, run.learned)
    prepared = judge.prepare(texts, one, two, language=language, run=run)
    judged = rescore.rescore(judge.judge(prepared, one, two, run=run), texts, language=language, run=run)
    evidence = Explainer(prepared, judged).explain(0)
    same = len(exact.group(texts, ["left", "right"]).first) == 1
    return Pair(EXACT, 1.0, evidence) if same else Pair(judged.label[0], float(judged.probability[0]), evidence)
