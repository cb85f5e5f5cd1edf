"""Context managers."""

import abc
import sys
from _contextlib_async import (
    AbstractAsyncContextManager, AsyncContextDecorator, AsyncExitStack, aclosing,
    asynccontextmanager, _OfGenerator, _Stack, _details, _following,
)
from functools import wraps


@abc._known_by("__enter__", "__exit__")
class AbstractContextManager(abc.ABC):
    """What can stand behind `with`."""

    def __enter__(self):
        return self

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    """Lets a context manager decorate a function."""

    def _recreate_cm(self):
        """The context manager for one call."""
        return self

    def __call__(self, func):
        @wraps(func)
        def within(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return within


class _GeneratorContextManager(_OfGenerator, AbstractContextManager, ContextDecorator):
    _stops = StopIteration

    def __enter__(self):
        self._forget_call()
        for value in self.gen:
            return value
        raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        when = ""
        try:
            if typ is None:
                next(self.gen)
            else:
                when = " after throw()"
                value = typ() if value is None else value
                self.gen.throw(value)
        except StopIteration as end:
            # The generator may also have let out the very stop it was given.
            return typ is not None and end is not value
        except BaseException as raised:
            if typ is None or not self._let_through(value, raised, traceback):
                raise
            return False
        try:
            raise RuntimeError("generator didn't stop" + when)
        finally:
            self.gen.close()


def contextmanager(func):
    """Makes a context manager of a generator function that yields once."""
    @wraps(func)
    def make(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return make


class nullcontext(AbstractContextManager):
    """Does nothing, with `async with` as with `with`."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *_):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *_):
        pass


class closing(AbstractContextManager):
    """Closes a thing at the end."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *_):
        self.thing.close()


class suppress(AbstractContextManager):
    """Ends quietly at these exceptions, and takes them out of groups."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return None
        if issubclass(exctype, self._exceptions):
            return True
        if not issubclass(exctype, BaseExceptionGroup):
            return False
        _, rest = excinst.split(self._exceptions)
        if rest is None:
            return True
        raise rest


class _Redirect(AbstractContextManager):
    """Another file for one of the streams in `sys`; may be entered several times."""

    def __init__(self, new_target):
        self._new = new_target
        self._before = []

    def __enter__(self):
        self._before.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new)
        return self._new

    def __exit__(self, *_):
        setattr(sys, self._stream, self._before.pop())


class redirect_stdout(_Redirect):
    """Sends what is printed to another file."""

    _stream = "stdout"


class redirect_stderr(_Redirect):
    """Sends errors to another file."""

    _stream = "stderr"


class ExitStack(_Stack, AbstractContextManager):
    """Ends any number of context managers, the last one first."""

    def close(self):
        """Ends everything now."""
        self.__exit__(None, None, None)

    def __exit__(self, *details):
        exc = details[1]
        received, pending = exc is not None, False
        follow = _following(sys.exception())
        while self._exit_callbacks:
            _, end = self._exit_callbacks.pop()
            details = _details(exc)
            try:
                if end(*details):
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
