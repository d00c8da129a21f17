"""What was known when: articles as they arrived, revision by revision, in one SQLite file."""
