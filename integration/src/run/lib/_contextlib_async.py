"""Context managers for `async with`, and what they share with those for `with`."""

import abc
from functools import wraps
import sys


class _OfGenerator:
    """A context manager made of a generator; `_stops` are what ends such generators."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, "__doc__", None)

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)

    def _forget_call(self):
        # The arguments are not kept alive longer than the generator wants them.
        del self.func, self.args, self.kwds

    def _let_through(self, given, raised, traceback):
        """Whether the generator only raised what it was given, which then goes on as it came."""
        if raised is not given:
            # A stop does not leave a generator as such, but as the cause of another error.
            wrapped = isinstance(given, self._stops) and isinstance(raised, RuntimeError)
            if not wrapped or raised.__cause__ is not given:
                return False
        given.__traceback__ = traceback
        return True


class _Stack:
    """Ends that are still to come, the last one first; each with whether it need not be awaited."""

    def __init__(self):
        self._exit_callbacks = []

    def pop_all(self):
        """Hands everything over to a new stack."""
        heir = type(self)()
        heir._exit_callbacks, self._exit_callbacks = self._exit_callbacks, []
        return heir

    def _register(self, exit, name, at_once):
        method = getattr(type(exit), name, None)
        self._exit_callbacks.append((at_once, exit if method is None else _Method(method, exit)))
        return exit

    def push(self, exit):
        """Registers a context manager's `__exit__`, or a function like one."""
        return self._register(exit, "__exit__", True)

    def enter_context(self, cm):
        """Enters a context manager and registers its end."""
        enter, end = _protocol(cm, "__enter__", "__exit__", "context manager")
        entered = enter(cm)
        self._exit_callbacks.append((True, _Method(end, cm)))
        return entered

    def callback(self, callback, /, *args, **kwds):
        """Registers a function and its arguments."""
        def call(*_):
            callback(*args, **kwds)

        call.__wrapped__ = callback
        self._exit_callbacks.append((True, call))
        return callback


_Method = type(_Stack().push)


def _protocol(cm, enter, end, kind):
    """The two methods of a context manager, from its class."""
    cls = type(cm)
    try:
        return getattr(cls, enter), getattr(cls, end)
    except AttributeError:
        raise TypeError(
            f"'{cls.__module__}.{cls.__qualname__}' object does not support the {kind} protocol"
        ) from None


def _details(exc):
    """What an end is called with."""
    return (None, None, None) if exc is None else (type(exc), exc, exc.__traceback__)


def _following(handled):
    """How exceptions of ends come to follow each other as if the managers were nested.

    `handled` is what is being handled while the stack ends.
    """
    def follow(raised, before):
        while (context := raised.__context__) is not None and context is not before:
            if context is handled:
                raised.__context__ = before
                break
            raised = context

    return follow


@abc._known_by("__aenter__", "__aexit__")
class AbstractAsyncContextManager(abc.ABC):
    """A base of asynchronous context managers."""

    async def __aenter__(self):
        return self

    @abc.abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None


class AsyncContextDecorator:
    """Lets an asynchronous context manager decorate a coroutine function."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def within(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return within


class _AsyncGeneratorContextManager(
    _OfGenerator, AbstractAsyncContextManager, AsyncContextDecorator
):
    _stops = (StopIteration, StopAsyncIteration)

    async def __aenter__(self):
        self._forget_call()
        async for value in self.gen:
            return value
        raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        when = ""
        try:
            if typ is None:
                await anext(self.gen)
            else:
                when = " after athrow()"
                value = typ() if value is None else value
                await self.gen.athrow(value)
        except StopAsyncIteration as end:
            return typ is not None and end is not value
        except BaseException as raised:
            if typ is None or not self._let_through(value, raised, traceback):
                raise
            return False
        try:
            raise RuntimeError("generator didn't stop" + when)
        finally:
            await self.gen.aclose()


def asynccontextmanager(func):
    """Makes a context manager of an asynchronous generator function that yields once."""
    @wraps(func)
    def make(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return make


class aclosing(AbstractAsyncContextManager):
    """Closes something asynchronous at the end."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *_):
        await self.thing.aclose()


class AsyncExitStack(_Stack, AbstractAsyncContextManager):
    """Ends any number of context managers of both kinds, the last one first."""

    def push_async_exit(self, exit):
        """Registers a context manager's `__aexit__`, or a coroutine function like one."""
        return self._register(exit, "__aexit__", False)

    async def enter_async_context(self, cm):
        """Enters an asynchronous context manager and registers its end."""
        kind = "asynchronous context manager"
        enter, end = _protocol(cm, "__aenter__", "__aexit__", kind)
        entered = await enter(cm)
        self._exit_callbacks.append((False, _Method(end, cm)))
        return entered

    def push_async_callback(self, callback, /, *args, **kwds):
        """Registers a coroutine function and its arguments."""
        async def call(*_):
            await callback(*args, **kwds)

        call.__wrapped__ = callback
        self._exit_callbacks.append((False, call))
        return callback

    async def aclose(self):
        """Ends everything now."""
        await self.__aexit__(None, None, None)

    async def __aexit__(self, *details):
        exc = details[1]
        received, pending = exc is not None, False
        follow = _following(sys.exception())
        while self._exit_callbacks:
            at_once, end = self._exit_callbacks.pop()
            details = _details(exc)
            try:
                if end(*details) if at_once else await end(*details):
                    pending, exc = False, None
            except BaseException as raised:
                follow(raised, exc)
                pending, exc = True, raised
        if not pending:
            return received and exc is None
        context = exc.__context__
        try:
            raise exc
        except BaseException:
            # To raise it has set another context.
            exc.__context__ = context
            raise
