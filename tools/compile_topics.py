"""Compile the shipped topics and lexicons into shared/frontwire/config/topics.json (a test holds them in step)."""

from frontwire.detect.compile import COMPILED, write

if __name__ == "__main__":
    write()
    print(f"{COMPILED}: {COMPILED.stat().st_size / 1024:.0f} KB")
