"""Parts of the case screens: forms, people, and lists."""
