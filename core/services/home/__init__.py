"""The first screen: what waits for whom, read over all desks; it asks them and none of them asks it."""
