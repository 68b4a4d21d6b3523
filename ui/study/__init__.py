"""The steps of a feasibility study as forms."""
