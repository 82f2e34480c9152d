"""What the code must look like, whatever it does: imports that point one way, nothing dangerous, everything shipped."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import dedup

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dedup"
FILES = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
SOURCES = {path.relative_to(PACKAGE).as_posix(): path for path in FILES if path.suffix == ".py"}
TREES = {name: ast.parse(path.read_text(encoding="utf8")) for name, path in SOURCES.items()}

# What a module may import: anything of its own layer or of one before it.
LAYERS = [
    {"errors"},
    {
        "data", "settings", "progress", "compiled", "by_address", "composed", "lean", "measurements", "originals", "outcome", "values",
    },
    {"formats"},
    {"normalise", "untidy", "exact", "boosted", "pieces", "encoder", "read", "candidates", "names", "confirm", "cluster", "keep", "run"},
    {"pipeline", "intake"},
    {"results", "doubts", "stored", "remembered", "write", "training", "arguments", "frames"},
    {"api"},
    {"batch", "summary", "again"},
    {"regroup", "compared"},
    {"options"},
    {"train_commands"},
    {"cli"},
    {"__main__"},
]


def module(name: str) -> str:
    """The dotted name of a file: candidates/lsh.py is candidates.lsh."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module(name) for name in SOURCES}


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules of dedup that are imported anywhere in a file, without the package's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("dedup.") for alias in node.names if alias.name.startswith("dedup."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dedup":
            home = (node.module or "").removeprefix("dedup").removeprefix(".")
            for alias in node.names:
                inner = f"{home}.{alias.name}".removeprefix(".")
                yield inner if inner in MODULES else home


def layer(name: str) -> int:
    return next(k for k, names in enumerate(LAYERS) if name.split(".")[0] in names)


@pytest.mark.parametrize("name", sorted(set(SOURCES) - {"__init__.py"}))
def test_imports_point_one_way(name):
    here = layer(module(name))
    upward = [other for other in imports(TREES[name]) if layer(other) > here]
    assert upward == [], f"{name} is in the layer of {LAYERS[here]}"
    assert not [node for node in ast.walk(TREES[name]) if isinstance(node, ast.ImportFrom) and node.level], "relative import"


def test_no_modules_import_each_other_in_a_circle():
    graph = {module(name): set(imports(tree)) - {module(name)} for name, tree in TREES.items() if name != "__init__.py"}
    free: set[str] = set()
    while ready := {name for name, needs in graph.items() if name not in free and needs <= free}:
        free |= ready
    assert set(graph) - free == set()


# -- what is loaded when


def loaded(code: str, cwd: Path | None = None) -> set[str]:
    """The packages outside the standard library that the code loads in a fresh interpreter."""
    watch = f"import sys; before = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True, cwd=cwd)
    return {name.split(".")[0] for name in run.stdout.split()} - set(sys.stdlib_module_names)


HEAVY = {"torch", "transformers", "sentence_transformers", "sklearn", "polars", "spacy", "gliner"}


def test_import_dedup_loads_the_standard_library_alone():
    assert loaded("import dedup") <= {"dedup", "numpy"}
    assert "orjson" in loaded("import dedup, orjson")  # the test would see it


def test_the_command_loads_nothing_before_it_knows_what_to_do():
    parsed = "from click.testing import CliRunner; from dedup.cli import main; assert not CliRunner().invoke(main, ['run', '-h']).exit_code"
    assert loaded(parsed) <= {"dedup", "numpy", "click", "colorama"}


def test_the_command_loads_numba_and_arrow_alone_and_leaves_what_they_look_for_where_it_is():
    run = "from dedup.cli import main; main(['run', 'samples/reports', '-o', sys.argv[1], '--find', 'near'], standalone_mode=False)"
    with tempfile.TemporaryDirectory() as folder:
        code = f"import sys; sys.argv = ['', {folder!r}]; import contextlib\nwith contextlib.redirect_stdout(sys.stderr): {run}"
        found = loaded(code, cwd=ROOT)
        assert {"numba", "pyarrow"} <= found and not found & {"scipy", "pandas"}
        assert {"scipy", "pandas"} <= loaded(f"{code}\nimport scipy.linalg, pandas", cwd=ROOT)


def test_a_default_search_loads_no_torch():
    search = "import dedup; dedup.find_duplicates(['The ferry stops at noon.', 'The ferry will stop at noon.', 'Rain falls.'])"
    found = loaded(search)
    assert "tokenizers" in found and found & HEAVY == set()
    assert found & {"click", "jinja2", "tqdm"} == set()  # of use to the command alone


# -- the public names


@pytest.mark.parametrize("name", dedup.__all__)
def test_public_names_are_exported_documented_and_mentioned(name):
    value = getattr(dedup, name)
    assert name in dir(dedup) and value.__doc__
    if isinstance(value, type):
        assert not value.__doc__.startswith(f"{name}("), "the docstring that Python makes up"
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert any(re.search(rf"\b{name}\b", path.read_text(encoding="utf8")) for path in documents), "not in README.md or docs/"


def test_what_the_readme_calls_exists():
    called = set(re.findall(r"\bdedup\.(\w+)\(", (ROOT / "README.md").read_text(encoding="utf8")))
    assert {"find_duplicates", "compare", "name_similarity"} <= called <= set(dedup.__all__)


def test_names_that_are_not_there():
    with pytest.raises(AttributeError, match="module 'dedup' has no attribute 'find_dupes'"):
        _ = dedup.find_dupes


def test_type_checkers_see_every_public_name():
    """The names load on first use, so `if TYPE_CHECKING` says once more where they live."""
    declared = {alias.asname for node in ast.walk(TREES["__init__.py"]) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert declared >= set(dedup.__all__)


# -- how the code is cut


def test_every_module_says_what_it_is():
    silent = [name for name, tree in TREES.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_public_functions_and_classes_are_documented():
    def missing(tree: ast.Module) -> list[str]:
        public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")]
        return [node.name for node in public if not ast.get_docstring(node)]

    assert {name: found for name, tree in TREES.items() if (found := missing(tree))} == {}


def test_no_file_is_longer_than_300_lines():
    texts = [path for path in FILES if path.suffix in (".py", ".html", ".css", ".js")]
    assert {path.name: n for path in texts if (n := len(path.read_text(encoding="utf8").splitlines())) > 300} == {}


@pytest.mark.parametrize("name", ["pipeline.py", "confirm/judge.py", "confirm/rescore.py"])
def test_a_stage_is_handed_the_run_and_not_its_parts_one_by_one(name):
    functions = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef)]
    counts = {node.name: len(node.args.args) + len(node.args.kwonlyargs) for node in functions}
    assert counts and {function: n for function, n in counts.items() if n > 6} == {}


def test_no_module_is_named_for_what_is_left_over():
    left_over = {"utils", "util", "helpers", "helper", "base", "manager", "common", "misc"}
    assert not {part for name in MODULES for part in name.split(".")} & left_over


# -- nothing dangerous

UNSAFE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "__import__", "os.system", "os.popen", "torch.load", "yaml.load", "tempfile.mktemp"}
ONLY_FALSE = {"shell", "allow_pickle", "trust_remote_code"}


def dangers(tree: ast.AST) -> Iterator[str]:
    """What unpickles, evaluates text, runs a shell or takes code from a model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from (name for name in names if name.split(".")[0] in UNSAFE_MODULES)
        elif isinstance(node, ast.Call):
            if ast.unparse(node.func) in UNSAFE_CALLS:
                yield ast.unparse(node.func)
            for keyword in node.keywords:
                if keyword.arg in ONLY_FALSE and ast.unparse(keyword.value) != "False":
                    yield ast.unparse(keyword)


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_unpickles_evaluates_or_runs_a_shell(name):
    assert list(dangers(TREES[name])) == []


@pytest.mark.parametrize(
    "code",
    ["import pickle", "from joblib import load", "eval(x)", "torch.load(f)", "np.load(f, allow_pickle=True)", "run(c, shell=not windows)",
     "SentenceTransformer(n, trust_remote_code=True)"],
)  # fmt: skip
def test_the_search_for_dangers_finds_them(code):
    assert len(list(dangers(ast.parse(code)))) == 1


def test_models_are_data():
    kinds = {path.suffix for path in (PACKAGE / "models").rglob("*") if path.is_file()}
    assert kinds <= {".json", ".npy", ".safetensors", ".md", ".gz"}
    import numpy as np

    for path in (PACKAGE / "models").rglob("*.npy"):
        assert np.load(path, allow_pickle=False).dtype != object


# -- what is shipped


def test_the_built_package_holds_every_file(tmp_path):
    """What setup.cfg says goes into the wheel: the models, the report's page, style and script, and py.typed."""
    pytest.importorskip("setuptools")
    build = "import setuptools; setuptools.setup()"
    arguments = ["-q", "egg_info", "--egg-base", tmp_path, "build_py", "--build-lib", tmp_path / "lib"]
    subprocess.run([sys.executable, "-c", build, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)
    built = {path.relative_to(tmp_path / "lib").as_posix() for path in (tmp_path / "lib").rglob("*") if path.is_file()}
    assert built == {path.relative_to(ROOT).as_posix() for path in FILES}
    needed = "py.typed models/confirm.json models/encoder/model.safetensors write/report.html write/report.css write/report.js"
    assert {f"dedup/{name}" for name in needed.split()} <= built


def test_every_command_of_the_package_is_declared():
    declared = re.search(r"console_scripts =\s+dedup = ([\w.]+):(\w+)", (ROOT / "setup.cfg").read_text())
    assert callable(getattr(import_module(declared[1]), declared[2]))
