"""The parts of a work package as forms: each returns what was typed, or tells at its field what is refused."""
