"""Pipeline: the composition root. The only room that reads clock and environment and wires stages together."""
