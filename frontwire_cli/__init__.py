"""The command line of frontwire. Never part of the layer."""
