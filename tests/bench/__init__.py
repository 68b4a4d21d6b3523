"""The project's performance figures."""
