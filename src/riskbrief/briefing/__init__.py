"""Briefing: scores and evidence to a document as data. No HTML, no drawing, no clock."""
