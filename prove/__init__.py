"""The proof: the real steps under seeded faults, and how fast they are. `python -m prove faults`, `python -m prove throughput`."""
