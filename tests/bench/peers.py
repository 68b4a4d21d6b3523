"""The scoring libraries that ours is measured against, each where it is installed; none of them is needed."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

Act = Callable[[], object]


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def topsis(values: Any, weights: Any, directions: Any) -> list[Act]:
    """Calls of the TOPSIS of scikit-criteria, pymcdm and pyDecision."""
    acts = _of_scikit_criteria("TOPSIS", values, weights, directions)
    if methods := _installed("pymcdm.methods"):
        by_length = import_module("pymcdm.normalizations").vector_normalization
        acts.append(lambda: methods.TOPSIS(by_length)(values, weights, directions))
    return acts + _of_pydecision("topsis", values, weights, directions)


def vikor(values: Any, weights: Any, directions: Any) -> list[Act]:
    """Calls of the VIKOR of scikit-criteria, pymcdm and pyDecision."""
    acts = _of_scikit_criteria("VIKOR", values, weights, directions)
    if methods := _installed("pymcdm.methods"):
        acts.append(lambda: methods.VIKOR()(values, weights, directions))
    return acts + _of_pydecision("vikor", values, weights, directions)


def promethee(values: Any, weights: Any, directions: Any, q: Any, p: Any) -> list[Act]:
    """A call of the PROMETHEE II of pymcdm."""
    if methods := _installed("pymcdm.methods"):
        return [lambda: methods.PROMETHEE_II("vshape_2", p=p, q=q)(values, weights, directions)]
    return []


def smaa(values: Any, directions: Any, draws: int) -> list[Act]:
    """A call of the SMAA of pyrepo-mcda, whose model is VIKOR."""
    if methods := _installed("pyrepo_mcda.mcda_methods"):
        weights = np.random.default_rng(0).dirichlet(np.ones(values.shape[1]), draws)
        return [lambda: methods.VIKOR_SMAA()(values, weights, directions)]
    return []


def _of_scikit_criteria(name: str, values: Any, weights: Any, directions: Any) -> list[Act]:
    if not (library := _installed("skcriteria")):
        return []
    method = getattr(import_module(f"skcriteria.agg.{name.lower()}"), name)()
    matrix = library.mkdm(values, directions, weights=weights)
    if name == "VIKOR":
        return [lambda: method.evaluate(matrix)]
    scaler = import_module("skcriteria.preprocessing.scalers").VectorScaler("matrix")
    return [lambda: method.evaluate(scaler.transform(matrix))]


def _of_pydecision(module: str, values: Any, weights: Any, directions: Any) -> list[Act]:
    if not (methods := _installed(f"pyDecision.algorithm.{module}")):
        return []
    kinds = ["max" if one > 0 else "min" for one in directions]
    act = getattr(methods, f"{module}_method")
    return [lambda: act(values, weights, kinds, graph=False, verbose=False)]
