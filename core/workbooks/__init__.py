"""Tables from outside, in and out."""
