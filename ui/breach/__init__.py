"""The parts of the breach screen: how one is marked, its page, and what can be done about it."""
