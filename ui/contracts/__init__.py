"""The parts of the contract workspace."""
