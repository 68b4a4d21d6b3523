"""The managers' desk: scorecards, reviews, standings and renewal."""
