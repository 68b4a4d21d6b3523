"""The operators' desk: events in, clocks and breaches out, and what vendor and buyer do about a breach."""
