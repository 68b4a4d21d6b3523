"""How vendors are compared: methods, weights, price formulas and how firm a ranking is; arrays in and out."""

from core.scoring.ranking import Ranking, rank

__all__ = ["Ranking", "rank"]
