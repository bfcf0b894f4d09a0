"""The Jupyter server extension: REST and events around the services."""

#: Where all routes are, below the server's base URL.
PREFIX = "jupyter-healthcheck/api"
