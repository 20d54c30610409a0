"""One line per asset on the terminal, instead of Dagster's event log."""

import logging
import sys

import dagster as dg


class _ProgressHandler(logging.Handler):
    """Prints what was materialized, with its row count, and every check that failed."""

    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None:
            return
        if event.event_type == dg.DagsterEventType.ASSET_MATERIALIZATION:
            materialization = event.event_specific_data.materialization
            rows = materialization.metadata.get("dagster/row_count")
            count = "" if rows is None else f"{rows.value:>8,} rows"
            print(f"  {materialization.asset_key.to_user_string():<40}{count}", file=sys.stderr)
        elif event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.event_specific_data
            if not evaluation.passed:
                sort = "FAILED" if evaluation.blocking else "warning"
                print(
                    f"  {sort}: {evaluation.asset_key.to_user_string()}: {evaluation.check_name}",
                    file=sys.stderr,
                )
        elif event.event_type == dg.DagsterEventType.STEP_FAILURE:
            error = event.step_failure_data.error
            # The cause says what went wrong; what wraps it says only that something did.
            while error is not None and error.cause is not None:
                error = error.cause
            print(f"  FAILED: {event.step_key}: {error.message.strip() if error else ''}", file=sys.stderr)


@dg.logger(None, description="One line per asset.")
def progress_logger(init_context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("dragoman.progress", level=logging.DEBUG)
    logger.addHandler(_ProgressHandler())
    return logger
