"""The Jupyter server extension: REST and events around the services."""
