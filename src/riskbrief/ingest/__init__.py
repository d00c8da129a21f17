"""Ingest: sources to articles as read; no interpretation."""
