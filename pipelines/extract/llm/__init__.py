"""A language model behind the extractor's face; what it says is taken only as far as the article says it."""
