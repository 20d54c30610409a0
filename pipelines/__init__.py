"""Dragoman: from news articles and registers to a warehouse of accessions and meetings."""
