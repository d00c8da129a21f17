"""A briefing to HTML, PDF, JSON and CSV: the only room with Jinja and WeasyPrint."""
