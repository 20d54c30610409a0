"""Names of countries in languages."""

from datetime import date

import polars as pl
from country_tables import published_row, tables

from pipelines.normalize.country_labels import country_labels


def test_labels_have_languages_and_days() -> None:
    labels = tables().labels.frame
    zaire = labels.filter((pl.col("country_code") == "COD") & (pl.col("label") == "Zaire"))
    assert zaire.select("kind", "valid_from", "valid_to").rows() == [
        ("former", date(1971, 10, 27), date(1997, 5, 16))
    ]
    assert labels.filter((pl.col("country_code") == "DDR") & (pl.col("language") == "de")).height >= 2
    assert set(tables().states.frame["country_code"]) == set(labels["country_code"])
    assert {"ar", "en", "es", "fr", "ru", "zh"} <= set(labels["language"])


def test_articles_and_marks_of_unterm_are_no_part_of_a_name() -> None:
    row = published_row(
        **{"ISO3166-1-Alpha-3": "AUT", "UNTERM French Short": "Autriche (l') *", "UNTERM English Short": "**"}
    )
    labels = country_labels([], [row], tables().states.frame).frame
    found = labels.filter((pl.col("country_code") == "AUT") & (pl.col("source") == "country_codes"))
    assert found["label"].to_list() == ["Autriche"]
