"""Start the service's processes, keep them running, stop them all."""
