"""Published sets to those who get them: folders and mail, each recipient once, with a ledger of what became of it."""
