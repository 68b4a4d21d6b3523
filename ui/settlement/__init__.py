"""What a contract's month comes to, as managers and vendors see it."""
