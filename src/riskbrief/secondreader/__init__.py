"""A second reader of sentences, learnt from labels: beside the rules it proposes and doubts mentions, with reasons."""

from riskbrief.secondreader.model import Reading, SecondReader

__all__ = ["Reading", "SecondReader"]
