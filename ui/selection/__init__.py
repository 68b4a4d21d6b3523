"""The parts of the selection room: rules, bids, hearing, evaluators, and what comes next."""
