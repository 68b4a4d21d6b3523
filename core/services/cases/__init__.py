"""The case desk: cases, the forms filled in for them, the people they concern."""
