"""AWS on a laptop: the embedded server, the deploy of template.yaml, and the sinks that alerts land in."""
