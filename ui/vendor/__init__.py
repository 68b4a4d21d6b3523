"""What the register shows of one vendor."""
