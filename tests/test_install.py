"""What a plain installation has, what the extras bring, and what is said where one is missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

import dedup

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf8")


@pytest.fixture(scope="module")
def setup() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf8")
    return parser


@pytest.fixture
def without(tmp_path):
    """`without(packages, *arguments)` runs the command where importing these packages fails as if they were not installed."""

    def run(packages: list[str], *arguments: object) -> subprocess.CompletedProcess[str]:
        (tmp_path / "absent").mkdir(exist_ok=True)
        for name in packages:
            (tmp_path / "absent" / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name}', name={name!r})")
        path = os.pathsep.join([str(tmp_path / "absent"), str(ROOT)])
        command = [sys.executable, "-m", "dedup", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, encoding="utf8")

    return run


def test_a_plain_installation_has_no_torch_and_the_tests_have_all(setup):
    core, extras = setup["options"]["install_requires"], setup["options.extras_require"]
    assert not re.search("torch|transformers|scikit|pandas|polars", core) and "numba" in core
    assert "sentence-transformers" in extras["encoders"] and "sentence-transformers" in extras["test"]


def test_the_demo_installs_the_core_alone_and_says_so_and_the_tests_all():
    core, tests = (MAKEFILE.split(f"\n.venv/{name}:")[1].split("\n\n")[0] for name in ("installed", "tests-installed"))
    assert "torch==" not in core and "$(PIP) -e ." in core and core.count("@echo") == 1
    assert tests.index("torch==2.13.0") < tests.index("'.[test]'") and "torch==2.13.0" in (ROOT / "constraints.txt").read_text()


def test_the_version_is_the_one_of_the_distribution(setup):
    assert setup["metadata"]["version"] == "attr: dedup.__version__" and re.fullmatch(r"\d+\.\d+\.\d+", dedup.__version__)
    assert setup["metadata"]["name"] == "dedup-documents"


def test_an_encoder_that_is_not_static_names_the_extra_before_anything_is_read(without, tmp_path):
    done = without(["sentence_transformers"], "run", "absent.jsonl", "-o", tmp_path / "out", "--encoder", "some/model")
    assert done.returncode == 2 and not (tmp_path / "out").exists()
    assert done.stderr == (
        "dedup: encoder 'some/model', which is not a static one, needs the package sentence-transformers"
        " (the extra encoders brings it: pip install 'dedup-documents[encoders]')\n"
    )


def test_training_an_encoder_names_the_extra(without, tmp_path):
    (tmp_path / "pairs.tsv").write_text("en\tde\nIt rains.\tEs regnet.\n", encoding="utf8")
    for package in ("torch", "transformers"):
        done = without([package], "train", "encoder", "pairs.tsv", "-o", "model")
        said = f"dedup: training an encoder needs the package {package} (the extra encoders brings it: "
        assert done.returncode == 2 and done.stderr.startswith(said)
        (tmp_path / "absent" / f"{package}.py").unlink()


def test_a_static_encoder_and_a_default_search_need_none_of_it(without, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "The ferry stops at noon."}\n{"text": "The ferry stops at noon"}\n', encoding="utf8")
    absent = ["sentence_transformers", "torch", "transformers", "pandas", "polars", "sklearn"]
    for options in ([], ["--encoder", ROOT / "dedup" / "models" / "encoder"]):
        done = without(absent, "run", "a.jsonl", "-o", "out", "--quiet", *options)
        assert (done.returncode, done.stderr) == (0, "")
