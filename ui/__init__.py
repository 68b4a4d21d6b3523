"""The screens: Streamlit in a process of its own, on the same services as the API."""
