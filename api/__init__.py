"""The HTTP and command-line shells."""
