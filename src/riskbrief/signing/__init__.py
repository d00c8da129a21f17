"""Signing: a person's or an office's signature at the end of a PDF. Needs the extra `sign` (pyHanko)."""
