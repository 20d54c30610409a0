"""The dbt project alone. Not `dbt.py`: that name shadows the package."""

import os
import sys
from pathlib import Path

from dagster_dbt import DbtProject

from pipelines.settings import PROJECT_ROOT, Settings

# dbt's profile and sources name the data home by this variable, and parsing already needs it.
os.environ.setdefault("DRAGOMAN_HOME", str(Settings().home))

# dagster-dbt looks for the `dbt` command on the path; it stands beside the Python that runs this.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

dbt_project = DbtProject(project_dir=PROJECT_ROOT / "dbt_project")


def _is_stale() -> bool:
    """Whether a file of the project is newer than its manifest, or there is no manifest."""
    manifest = dbt_project.manifest_path
    if not manifest.exists():
        return True
    written = manifest.stat().st_mtime
    folders = ("models", "macros", "seeds", "tests")
    files = [path for folder in folders for path in (dbt_project.project_dir / folder).rglob("*.*")]
    files += [dbt_project.project_dir / "dbt_project.yml", dbt_project.project_dir / "profiles.yml"]
    return any(path.stat().st_mtime > written for path in files if path.is_file())


# `prepare_if_dev` acts under `dagster dev` only; the command line and the tests need a manifest as well.
if _is_stale():
    dbt_project.preparer.prepare(dbt_project)
