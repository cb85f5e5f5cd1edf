"""Calls that run beside others: `ThreadPoolExecutor`. There are no processes."""

import types as _types

from _futures import *
from _futures import Executor, Future
from _futures_thread import BrokenThreadPool, ThreadPoolExecutor
import _futures_thread as thread
import _futures as _base

__all__ = (
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError",
    "InvalidStateError", "BrokenExecutor", "Future", "Executor", "wait", "as_completed",
    "ThreadPoolExecutor",
)
