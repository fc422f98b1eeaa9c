"""What each function does, without Lambda: one module a step, clients and clock handed in."""
