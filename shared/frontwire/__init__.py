"""frontwire: news events that matter to people at war, one alert per event, with the evidence."""

__version__ = "0.1.0"
