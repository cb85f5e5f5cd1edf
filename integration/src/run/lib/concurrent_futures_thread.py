"""`concurrent.futures.thread`: another name of a module."""

import sys

sys.modules[__name__] = sys.modules["_futures_thread"]
