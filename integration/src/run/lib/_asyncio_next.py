"""The value of `anext` with a default."""


async def next_or(step, default):
    """Awaits a step of an asynchronous iterator; its end is the default."""
    try:
        return await step
    except StopAsyncIteration:
        return default
