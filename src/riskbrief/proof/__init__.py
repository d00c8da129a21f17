"""Whether a briefing follows from its evidence: comparison of tables, sentences, quotations and printed text."""
