"""Great Expectations suites as code, and how a frame is validated by them. Knows the schemas, not Dagster."""
