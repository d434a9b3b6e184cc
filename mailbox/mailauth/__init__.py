"""What a domain publishes about its mail, and how we prove our own. No Django."""
