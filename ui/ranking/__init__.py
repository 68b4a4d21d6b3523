"""The parts of the ranking: weights to try, views of its firmness, the award."""
