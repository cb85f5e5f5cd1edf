"""The package of addresses; only `urllib.parse` is there."""
