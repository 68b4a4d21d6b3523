"""What requests carry, one module a subject."""
