"""The command line: `dragoman run`, `ui`, `extract`, `show`, `release`.

Exit codes: 0 all went well; 1 something could not be used or a run failed, said on standard error;
2 the command itself was wrong. Imports are inside the commands: Dagster and spaCy take seconds each.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from pydantic import ValidationError

from pipelines.settings import PROJECT_ROOT, ExtractorName, Settings, explained
from pipelines.storage import MissingTableError, Storage, written_aside

if TYPE_CHECKING:
    import polars as pl

    from pipelines.extract.extractor import Extractor

# Pool of one for everything that opens the database dbt writes; no telemetry; runs and logs under the home.
_DAGSTER_YAML = """\
telemetry:
  enabled: false
concurrency:
  pools:
    default_limit: 1
    granularity: op
  runs:
    max_concurrent_runs: 1
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dragoman", prog_name="dragoman")
def main() -> None:
    """Diplomatic events from news: accessions and meetings, every row with the words that say so."""


@main.command()
def run() -> None:
    """Run the whole pipeline on the embedded corpus and the inbox, and show what was found."""
    storage = _prepare_home()
    import dagster as dg

    from pipelines.definitions import defs
    from pipelines.lib.runs import COMMAND_LINE_TAG, RunUnderWayError, end_abandoned, only_run

    click.echo(f"Materializing into {storage.home}", err=True)
    try:
        with only_run(storage.home), dg.DagsterInstance.get() as instance:
            for run_id in end_abandoned(instance):
                click.echo(f"Run {run_id} was killed; what it had finished is kept.", err=True)
            result = (
                defs()
                .resolve_job_def("main")
                .execute_in_process(
                    instance=instance,
                    run_config={"loggers": {"progress": {"config": {}}}},
                    raise_on_error=False,
                    tags=COMMAND_LINE_TAG,
                )
            )
    except RunUnderWayError as error:
        raise click.ClickException(str(error)) from error
    if not result.success:
        click.echo(
            f"dragoman: run {result.run_id} failed; what was published before is unchanged. "
            "`dragoman ui` shows the run.",
            err=True,
        )
        sys.exit(1)
    _show(storage)


@main.command()
def show() -> None:
    """Show the accessions and the meetings that the news tells of, from the published warehouse."""
    _show(Storage.from_settings(_settings()))


@main.command()
@click.argument("version", required=False)
def release(version: str | None) -> None:
    """Release the published tables as `exports/VERSION/`: parquet, data package, codebook, checksums, changes.

    VERSION is two to four numbers joined by dots; by default the day in UTC, as 2026.11.25, then 2026.11.25.1. A
    release is refused when a blocking expectation fails, and never written again. Where nothing has changed since
    the last one, none is made.
    """
    from pipelines.export import ExportError
    from pipelines.release import ReleaseError, VersionError, make_release
    from pipelines.schemas.releases import ROW_CHANGES

    storage = Storage.from_settings(_settings())
    try:
        made = make_release(storage, version, now=datetime.now(UTC))
    except VersionError as error:
        raise click.BadParameter(str(error), param_hint="VERSION") from error
    except (ReleaseError, MissingTableError, ExportError) as error:
        click.echo(f"dragoman: {error}", err=True)
        sys.exit(1)
    if not made.is_new:
        click.echo(f"Nothing has changed since release {made.version}: {made.folder}")
        return
    click.echo(f"Released {made.version}, {made.rows:,} rows: {made.folder}")
    if made.previous is None:
        click.echo("The first release: there is nothing to compare it with.")
        return
    counts = {kind: sum(each.count(kind) for each in made.changes) for kind in ROW_CHANGES}
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    click.echo(f"Against {made.previous}: {told} (CHANGES.md)")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=3000, show_default=True)
def ui(host: str, port: int) -> None:
    """Open the Dagster UI; runs, schedules and sensors live under the data folder."""
    _prepare_home()
    dagster = str(Path(sys.executable).with_name("dagster"))
    workspace = str(PROJECT_ROOT / "workspace.yaml")
    os.execv(dagster, [dagster, "dev", "-w", workspace, "-h", host, "-p", str(port)])


_extractor_option = click.option(
    "--extractor",
    type=click.Choice(get_args(ExtractorName)),
    help="Who reads the articles, instead of DRAGOMAN_EXTRACTOR.",
)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--jsonl", is_flag=True, help="Read every FILE, or standard input, as JSON Lines.")
@click.option(
    "--with-text", is_flag=True, help="Give each article's title and text too, to slice evidence from."
)
@_extractor_option
def extract(files: tuple[str, ...], jsonl: bool, with_text: bool, extractor: str | None) -> None:
    """Print the accessions and meetings of each FILE (`-` is standard input) as JSON Lines.

    A FILE is text, HTML, JSON Lines or parquet, told by its ending. A file or line that cannot be used is
    one line on standard error, and the others go through; the exit code is then 1.
    """
    from pipelines.extract.extractor import Failure
    from pipelines.extract.models import Article
    from pipelines.reference import reference_tables
    from pipelines.schemas.reject import Reject
    from pipelines.sources.articles import read_path

    settings = _settings(extractor)
    failed = False

    def tell(article: Article, file: str, reason: str, detail: str) -> None:
        reject = Reject("extract", file, "extract", reason, f"{article.id}: {detail}")
        click.echo(f"dragoman: {reject}", err=True)

    with ExitStack() as stack:
        reader: Extractor | None = None
        for file in files:
            parsed = read_path(file, settings, as_jsonl=jsonl)
            for reject in parsed.rejects:
                failed = True
                click.echo(f"dragoman: {reject}", err=True)
            if not parsed.rows:
                continue
            if reader is None:
                reader = stack.enter_context(_reader(settings, reference_tables()))
            articles = [
                Article(
                    id=row["source_article_id"],
                    title=row["title"] or "",
                    text=row["text"],
                    published=row["published_date"],
                    source=row["outlet"],
                    url=row["url"],
                    language=row["language"],
                )
                for row in parsed.rows
            ]
            for article, outcome in zip(articles, reader.extract_many(articles), strict=True):
                if isinstance(outcome, Failure):
                    failed = True
                    reason = "extraction_failed" if outcome.is_final else "extraction_postponed"
                    tell(article, file, reason, str(outcome))
                    continue
                for each in outcome.dropped:
                    tell(article, file, each.reason, each.detail)
                line = outcome.to_json()
                if with_text:
                    line |= {"title": article.title, "text": article.text}
                click.echo(json.dumps(line, ensure_ascii=False))
    sys.exit(int(failed))


@main.command()
@click.argument("gold", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="Write the figures to this file as JSON.")
@_extractor_option
def evaluate(gold: tuple[Path, ...], output: Path | None, extractor: str | None) -> None:
    """Score the extractor on labelled articles: each GOLD file, or the sets that ship with the project.

    An article that could not be read counts as empty and is a line on standard error; the exit code is then 1.
    """
    from rich.console import Console

    from pipelines.evaluate.report import GOLD_FOLDER, evaluate_sets, quality, report_table
    from pipelines.reference import reference_tables

    tables = reference_tables()
    console = Console(width=None if sys.stdout.isatty() else 120)
    failed = False
    with _reader(_settings(extractor), tables) as reader:
        evaluations = evaluate_sets(
            reader, gold or sorted(GOLD_FOLDER.glob("*.jsonl")), tables["norm_agreements"]
        )
        figures = quality(reader, evaluations)
    for name, evaluation in evaluations.items():
        for failure in evaluation.failures:
            failed = True
            click.echo(f"dragoman: {name}: {failure.id} counts as empty: {failure}", err=True)
        console.print(report_table(name, figures["sets"][name]))
    if output is not None:
        with written_aside(output) as aside:
            aside.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sys.exit(int(failed))


@main.command("evaluate-resolution")
@click.argument("labels", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="Print the claims that were joined or parted wrongly.")
def evaluate_resolution(labels: tuple[Path, ...], errors: bool) -> None:
    """Score how well claims of one encounter are found to be one: each LABELS file, or those of the project."""
    from rich.console import Console

    from pipelines.evaluate import resolution
    from pipelines.reference import reference_tables

    console = Console(width=None if sys.stdout.isatty() else 120)
    for path in labels or sorted(resolution.LABELS.glob("*.jsonl")):
        claims = resolution.labelled(path)
        meeting_ids = resolution.resolve(claims, reference_tables())
        console.print(resolution.resolution_table(path.stem, resolution.score(claims, meeting_ids)))
        if errors:
            for kind, groups in resolution.errors(claims, meeting_ids).items():
                for group in groups:
                    click.echo(f"{kind}:")
                    for claim in group:
                        click.echo(f"  {claim['encounter']} {claim['claim']}: {claim['evidence']}")


def _settings(extractor: str | None = None) -> Settings:
    """The settings, `extractor` over what the environment says; what does not fit ends the command."""
    chosen: dict[str, Any] = {} if extractor is None else {"extractor": extractor}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise click.UsageError(explained(error)) from None


@contextmanager
def _reader(settings: Settings, tables: Mapping[str, "pl.DataFrame"]) -> Iterator["Extractor"]:
    """The extractor of the settings; what it has cost is told at the end, on standard error."""
    from pipelines.extract.choice import costs, open_extractor
    from pipelines.extract.lexicon import Lexicon
    from pipelines.extract.llm.errors import AccessError

    with open_extractor(settings, Lexicon.from_tables(tables)) as extractor:
        try:
            yield extractor
        except AccessError as error:
            raise click.ClickException(str(error)) from error
        finally:
            spent = ", ".join(f"{name} {value:,}" for name, value in costs(extractor).items())
            if spent:
                click.echo(f"dragoman: {spent}", err=True)


def _prepare_home() -> Storage:
    """Make the data home and point Dagster, dbt and Great Expectations at it, telemetry off."""
    settings = _settings()
    storage = Storage.from_settings(settings)
    settings.inbox_folder.mkdir(parents=True, exist_ok=True)
    home = Path(os.environ.setdefault("DAGSTER_HOME", str(storage.dagster_home)))
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").exists():
        (home / "dagster.yaml").write_text(_DAGSTER_YAML, encoding="utf-8")
    os.environ["DRAGOMAN_HOME"] = str(storage.home)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    return storage


def _show(storage: Storage) -> None:
    import duckdb
    from rich.console import Console
    from rich.table import Table as Grid

    if not storage.warehouse.exists():
        click.echo(f"dragoman: {storage.warehouse} is not there yet; `dragoman run` makes it.", err=True)
        sys.exit(1)
    # Wide enough for the longest row where output is not a terminal: a table cut short is no answer.
    console = Console(width=None if sys.stdout.isatty() else 160)
    with duckdb.connect(str(storage.warehouse), read_only=True) as connection:
        for title, query in _SHOWN.items():
            relation = connection.sql(query)
            rows = relation.fetchall()
            grid = Grid(title=f"{title} ({len(rows)})", title_justify="left", title_style="bold")
            for column in relation.columns:
                grid.add_column(column.replace("_", " "), overflow="fold")
            for row in rows:
                grid.add_row(*map(_text, row))
            console.print(grid)
    places = {"Warehouse": storage.warehouse, "Exports": storage.exports, "Data Docs": storage.data_docs}
    for label, path in places.items():
        console.print(f"{label + ':':<11}{path}", soft_wrap=True, highlight=False)


def _text(value: object) -> str:
    if value is None:
        return "–"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


_SHOWN = {
    "Accessions in the news": """
        select agreement, party, step, factuality,
            case event_date_precision
                when 'day' then strftime(event_date, '%Y-%m-%d')
                when 'month' then strftime(event_date, '%Y-%m')
                when 'year' then strftime(event_date, '%Y')
            end || if(event_date_basis = 'publication', ' (by publication)', '') as date,
            outlets as sources
        from marts.fct_accessions
        where news_factuality is not null
        order by agreement, event_date nulls last, party, step
    """,
    "Meetings in the news": """
        select countries, format, factuality,
            case event_date_precision
                when 'day' then strftime(event_date, '%Y-%m-%d')
                when 'month' then strftime(event_date, '%Y-%m')
                when 'year' then strftime(event_date, '%Y')
            end as date,
            coalesce(location, location_country) as place,
            array_to_string(persons, ', ') as persons,
            outlets as sources
        from marts.fct_meetings
        where list_contains(source_kinds, 'news')
        order by event_date nulls last, countries, meeting_id
    """,
}
