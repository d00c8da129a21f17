"""The index's proof: forecasts that must beat simple ones, proper scores, validity against outcomes, with intervals."""
