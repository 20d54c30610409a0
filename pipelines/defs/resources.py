"""Resources shared by the assets."""

import dagster as dg
from dagster_dbt import DbtCliResource

from pipelines.dbt_project import dbt_project
from pipelines.lib.progress import progress_logger


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(
        resources={"dbt": DbtCliResource(project_dir=dbt_project, profiles_dir=str(dbt_project.project_dir))},
        loggers={"progress": progress_logger, "console": dg.colored_console_logger},
    )
