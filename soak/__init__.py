"""Storms over a real site: processes that act, race and are killed, and what must still hold afterwards (TRUST 1).

`python -m soak SECONDS [STORM …]` runs every storm on every database at hand; the tests run each one small.
"""
