"""riskbrief: regional risk-assessment briefings from news articles and YAML indicators."""

__version__ = "0.1.0"
