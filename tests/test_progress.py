"""Progress: each step counts what it does, logs where nobody watches, and says nothing when asked to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import dedup
from dedup import progress

KINDS, REASONS = ("old", "new", "red"), ("ice", "fog", "wind", "tide")
TEXTS = [f"The {kind} ferry stops at noon because of the {reason}." for kind in KINDS for reason in REASONS]


class Seen:
    """Bars that remember how far each came."""

    def __init__(self):
        self.bars: list[dict] = []

    def __call__(self, *, total=None, desc="", unit="doc"):
        bar = dict(name=desc, total=total, unit=unit, count=0, closed=False)
        self.bars.append(bar)

        class Bar:
            def update(self, n):
                assert not bar["closed"]
                bar["count"] += n

            def close(self):
                bar["closed"] = True

        return Bar()


@pytest.mark.parametrize("find", ["exact", "near", "variants"])
def test_every_bar_reaches_its_total_and_is_closed(find):
    seen = Seen()
    dedup.find_duplicates(TEXTS, find=find, progress=seen)
    assert all(bar["closed"] for bar in seen.bars)
    for bar in seen.bars:
        assert bar["total"] is None or bar["name"] == "normalise" or bar["count"] == bar["total"], bar


def test_a_stage_of_steps_has_no_bar_that_stands_full_while_they_go_on():
    seen = Seen()
    dedup.find_duplicates(TEXTS, progress=seen)
    whole = {bar["name"]: bar for bar in seen.bars if bar["unit"] == progress.STEPS}
    assert set(whole) == {"candidates", "confirm"} and all(bar["total"] is None for bar in whole.values())
    for name, bar in whole.items():
        assert bar["count"] == sum(other["name"].startswith(f"{name}: ") for other in seen.bars) > 3


def test_chunks_count_what_is_in_them():
    seen = Seen()
    assert list(progress.in_chunks("abc", seen(total=10), size=4, total=10)) == list("abc")
    assert seen.bars[0]["count"] == 10


def lines_of(capsys) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_the_log_says_a_stage_at_its_end_and_steps_when_asked(capsys):
    for verbose, expected in ((False, ["write"]), (True, ["write: pairs", "write"])):
        stages = progress.Stages(progress.Log(verbose=verbose))
        with stages.of_steps("write"), stages.step("pairs", total=2000, unit="pair") as bar:
            bar.update(2000)
        assert [re.fullmatch(r"dedup: (.+?): (2,000 pairs, )?0\.\d s", line)[1] for line in lines_of(capsys)] == expected


def test_the_log_says_nothing_of_a_stage_that_an_error_ended(capsys):
    with pytest.raises(ValueError), progress.Stages(progress.Log(verbose=True))("read"):
        raise ValueError
    assert lines_of(capsys) == []


def test_the_log_tells_meanwhile_how_far_a_stage_is(work):
    run = python("from dedup import progress; progress.EVERY = 0.05\n" + SLOW, *RUN, "meanwhile", cwd=work)
    assert run.returncode == 0
    assert re.search(r"^dedup: read: (\d+ docs, )?\d+ s since the start$", run.stderr, re.M), run.stderr


SLOW = "import time\nfrom dedup import intake\nreal = intake.compared\n"
SLOW += "def slow(*given, **more):\n    time.sleep(0.5)\n    return real(*given, **more)\nintake.compared = slow\n"


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    (folder / "in.jsonl").write_text("".join(json.dumps(dict(text=text)) + "\n" for text in [*TEXTS, TEXTS[0]]))
    return folder


def python(code: str, *arguments: str, cwd: Path, **more) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"{code}\nfrom dedup.cli import entry\nentry()", *arguments]
    return subprocess.run(command, cwd=cwd, **(dict(capture_output=True, text=True) | more))


RUN = ("run", "in.jsonl", "--find", "exact", "-o")


def test_quiet_says_nothing_and_json_says_it_to_a_program(work):
    quiet = python("", *RUN, "quiet", "--quiet", cwd=work)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    told = python("", *RUN, "told", "--json", cwd=work)
    summary = json.loads(told.stdout)
    assert told.stdout.count("\n") == 1 and set(summary) == {"out", "counts", "warnings", "skipped", "seconds", "files"}
    assert summary["counts"]["removed"] == 1 and sorted(summary["files"]) == sorted(path.name for path in (work / "told").iterdir())


def test_quiet_still_says_what_went_wrong(work):
    run = python("", "run", "nosuch", "-o", "x", "--quiet", "--json", cwd=work)
    assert (run.returncode, run.stdout) == (2, "") and run.stderr.startswith("dedup: nosuch: no such file")


def test_verbose_has_a_line_for_each_step(work):
    run = python("", *RUN, "verbose", "--verbose", cwd=work)
    steps = [line for line in run.stderr.splitlines() if line.startswith("dedup: write: ")]
    assert {line.split(": ")[2] for line in steps} >= {"documents", "clusters", "pairs"} and len(run.stdout.splitlines()) == 4


FULL = ([*RUN, "full"], [*RUN, "full", "--json"], ["--help"], ["run", "--help"], ["--version"])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", FULL, ids=" ".join)
def test_a_full_stdout_is_one_line(arguments, work):
    with open("/dev/full", "w") as full:
        more = dict(capture_output=False, stdout=full, stderr=subprocess.PIPE)
        run = python("", *arguments, cwd=work, **more, text=True)
    last = run.stderr.splitlines()[-1]
    assert run.returncode == 2 and last == "dedup: stdout: No space left on device (all else is done)" and "Traceback" not in run.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_a_run_leaves_nothing_behind(number, work):
    before = set(work.iterdir())
    code = "import os, time\nfrom dedup.write import views\n"
    code += f"def page(*_, **__):\n    os.kill(os.getpid(), {int(number)})\n    time.sleep(60)\n"
    run = python(code + "views.page = page", *RUN, "ended", "--quiet", cwd=work)
    assert (run.returncode, run.stderr.strip()) == (130, "stopped") and set(work.iterdir()) == before


def test_a_run_under_nohup_outlives_its_terminal(work):
    code = "import os, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nfrom dedup.write import views\nreal = views.page\n"
    code += "def page(*given, **more):\n    os.kill(os.getpid(), signal.SIGHUP)\n    return real(*given, **more)\nviews.page = page"
    assert python(code, *RUN, "outlived", "--quiet", cwd=work).returncode == 0
