"""Generator of the packaged demonstration corpus: facts and word banks in, the same articles out each time."""
