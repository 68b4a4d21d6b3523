"""The legal desk: drafts, documents, publication and verification of contracts."""
