"""Register rows to deployments, where a declaration alone cannot say it."""
