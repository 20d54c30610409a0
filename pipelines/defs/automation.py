"""Jobs, the daily schedule, and the sensor that watches the inbox."""

import dagster as dg

from pipelines.settings import Settings
from pipelines.sources.inbox.client import fingerprint

JOB = "main"
RELEASE = "release"

# In one process: each step of the multiprocess executor costs seconds of imports, and the steps of this
# job are short.
main_job = dg.define_asset_job(
    JOB,
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(RELEASE),
    executor_def=dg.in_process_executor,
    description="Everything but releases: take in, normalize, extract, build, check, publish, export.",
)

# Somebody decides that there is a release; no run makes one by itself.
release_job = dg.define_asset_job(
    # An asset's own name would clash with it.
    f"make_{RELEASE}",
    selection=dg.AssetSelection.assets(RELEASE),
    executor_def=dg.in_process_executor,
    description="A release of what is published: exports/<version>/.",
)

daily = dg.ScheduleDefinition(name="daily", job=main_job, cron_schedule="0 5 * * *", execution_timezone="UTC")


@dg.sensor(job=main_job, minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING)
def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Run the main job when the inbox holds something that it did not hold before."""
    state = fingerprint(Settings())
    if state is None:
        return dg.SkipReason("the inbox is empty")
    if state == context.cursor:
        return dg.SkipReason("nothing new in the inbox")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state)], cursor=state)
