"""Article files of any source to rows: one module for each format, `read` to choose between them.

`read_articles` and `read_kept` are for the pipeline, `read_path` for the command line.
"""

from pipelines.sources.articles.limits import Limits
from pipelines.sources.articles.local import read_path
from pipelines.sources.articles.read import read_articles, read_kept

__all__ = ["Limits", "read_articles", "read_kept", "read_path"]
