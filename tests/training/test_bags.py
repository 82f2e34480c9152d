"""The compiled loops of training against ten lines of numpy or torch that say the same."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.training.bags import Rows, bags, contrast

LISTS = [[0, 1, 1], [2], [3, 0], [1, 2, 3, 3]]


@pytest.fixture
def rows() -> Rows:
    return Rows(np.random.default_rng(0).normal(size=(5, 4)))


def test_the_mean_of_a_bag_is_that_of_its_vectors(rows):
    chosen = np.array([3, 0, 0])
    expected = [rows.vectors[LISTS[row]].mean(axis=0) for row in chosen]
    np.testing.assert_allclose(rows.means(bags(LISTS), chosen), expected, atol=1e-6)


def test_a_step_is_that_of_torch_and_moves_no_piece_that_was_not_used(rows):
    import torch

    bag = torch.nn.EmbeddingBag(5, 4, mode="mean", sparse=True)
    bag.weight.data = torch.from_numpy(rows.vectors.copy())
    optimizer, before = torch.optim.SparseAdam(bag.parameters(), lr=0.01), rows.vectors.copy()
    for chosen in ([0, 1], [2, 0], [3]):
        optimizer.zero_grad()
        of = bags([LISTS[row] for row in chosen])
        (bag(torch.from_numpy(of.ids).long(), torch.from_numpy(of.at[:-1])) ** 2).sum().backward()
        optimizer.step()
        rows.give_back(bags(LISTS), np.array(chosen), 2 * rows.means(bags(LISTS), np.array(chosen)))
        rows.step(0.01)
    np.testing.assert_allclose(rows.vectors, bag.weight.detach().numpy(), atol=1e-5)
    assert (rows.vectors[4] == before[4]).all() and (rows.vectors[:4] != before[:4]).all()


def test_the_loss_and_its_gradients_are_those_of_torch():
    import torch
    from torch.nn.functional import cross_entropy, normalize

    rng, meaning = np.random.default_rng(1), np.array([7, 3, 7, 1, 2])
    one, other = (rng.normal(size=(5, 4)).astype(np.float32) for _ in range(2))
    a, b = (torch.from_numpy(side).requires_grad_() for side in (one, other))
    same = torch.from_numpy(meaning[:, None] == meaning[None, :]).fill_diagonal_(False)
    scores, target = (normalize(a) @ normalize(b).T * 20).masked_fill(same, -1e4), torch.arange(5)
    expected = (cross_entropy(scores, target) + cross_entropy(scores.T, target)) / 2
    expected.backward()
    loss, da, db = contrast(one, other, meaning, 20.0)
    assert loss == pytest.approx(expected.item(), rel=1e-4)
    np.testing.assert_allclose(da, a.grad.numpy(), atol=1e-5)
    np.testing.assert_allclose(db, b.grad.numpy(), atol=1e-5)


def test_a_gradient_of_all_rows_moves_all(rows):
    before = rows.vectors.copy()
    rows.add(np.ones((5, 4), np.float32))
    rows.step(0.01)
    np.testing.assert_allclose(rows.vectors, before - 0.01, atol=1e-6)
