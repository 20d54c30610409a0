"""Wikidata: statements about who held which office, as the query service answers."""
