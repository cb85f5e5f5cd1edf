"""What joins event loops and threads: calls that run in a thread, and are awaited in a loop."""

import functools

import _asyncio_loop as loops
from _asyncio_futures import ensure_future, isfuture


def _copy_state(source, target):
    """Gives a future that waits what one that has finished knows."""
    if target.cancelled() or target.done():
        return
    if source.cancelled():
        target.cancel()
        return
    exception = source.exception()
    if exception is None:
        target.set_result(source.result())
    else:
        target.set_exception(exception)


def wrap_future(future, *, loop=None):
    """A future of the loop that finishes with one of a thread."""
    if isfuture(future):
        return future
    if loop is None:
        loop = loops.get_event_loop()
    awaited = loop.create_future()

    def cancel_source(awaited):
        if awaited.cancelled():
            future.cancel()

    def finish(source):
        if not loop.is_closed():
            loop.call_soon_threadsafe(_copy_state, source, awaited)

    awaited.add_done_callback(cancel_source)
    future.add_done_callback(finish)
    return awaited


def run_in_executor(loop, executor, func, *args):
    """A future of the loop for a call in a thread of a pool."""
    if executor is None:
        if loop._default_executor is None:
            from concurrent.futures import ThreadPoolExecutor

            loop._default_executor = ThreadPoolExecutor(thread_name_prefix="asyncio")
        executor = loop._default_executor
    return wrap_future(executor.submit(func, *args), loop=loop)


def run_coroutine_threadsafe(coro, loop):
    """Runs a coroutine in the loop of another thread; a future of threads has its result."""
    from concurrent.futures import Future

    result = Future()

    def begin():
        try:
            task = ensure_future(coro, loop=loop)
        except BaseException as exc:
            if result.set_running_or_notify_cancel():
                result.set_exception(exc)
            raise
        task.add_done_callback(finish)

    def finish(task):
        if task.cancelled():
            result.cancel()
            result.set_running_or_notify_cancel()
        elif result.set_running_or_notify_cancel():
            exception = task.exception()
            if exception is None:
                result.set_result(task.result())
            else:
                result.set_exception(exception)

    loop.call_soon_threadsafe(begin)
    return result


async def to_thread(func, /, *args, **kwargs):
    """The result of a call that runs in a thread."""
    loop = loops.get_running_loop()
    return await run_in_executor(loop, None, functools.partial(func, *args, **kwargs))
