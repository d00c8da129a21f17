"""Index: events and mentions to observations, scores and an assessment. Pure numbers: no text, files, YAML or clock."""
