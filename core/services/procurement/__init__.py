"""The procurement desk: work packages, feasibility, vendors, selections and awards."""
