"""The record of a run: models that load when they are called for, and at least one worker."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from dedup.api import Models
from dedup.confirm.calibration import calibrated
from dedup.encoder import shipped
from dedup.run import Run
from dedup.settings import Settings


def test_there_are_as_many_workers_as_asked_for_or_one_for_each_processor(monkeypatch):
    assert Run(Settings(workers=3)).workers == 3
    monkeypatch.setattr("os.cpu_count", lambda: 5)
    assert Run().workers == 5
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert Run().workers == 1


def test_a_run_of_defaults_has_the_shipped_models_and_no_second_encoder():
    for run in (Run(), Models().run(Settings())):
        assert run.encoder() is shipped() and run.model() is calibrated.load()
        assert run.second is None and run.folder is None


def test_a_transformer_is_the_second_encoder_and_loads_when_it_is_called_for(tmp_path):
    run = Models(str(tmp_path / "no-such-model")).run(Settings())
    assert run.second is not None and run.encoder() is shipped()


def test_a_run_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Run().folder = None
