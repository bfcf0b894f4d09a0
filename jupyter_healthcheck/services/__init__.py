"""Use cases that the server and the command line share."""
