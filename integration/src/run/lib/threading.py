"""Threads, which take turns; what they wait with is in `_threading_sync`."""

import sys as _sys
import _thread
from _threading_sync import *
from _threading_sync import _CRLock, _PyRLock, _RLock
from _thread import TIMEOUT_MAX, _local as local, error as ThreadError, stack_size
from _thread import get_ident, get_native_id, start_joinable_thread as _start_joinable_thread
from _weakrefset import WeakSet as _WeakSet
from itertools import count as _numbers

_counter = _numbers(1).__next__
# Threads by ident, and those on the way there; the lock is held while either is changed.
_active, _limbo = {}, {}
_active_limbo_lock = RLock()
_dangling = _WeakSet()
_at_exit = []
_SHUTTING_DOWN = False
_NAMELESS = object()
_trace_hook = _profile_hook = None


class ExceptHookArgs(tuple):
    """What `excepthook` is told."""

    __slots__ = ()
    _fields = ("exc_type", "exc_value", "exc_traceback", "thread")

    def __new__(cls, fields):
        if len(fields) != 4:
            raise TypeError(
                f"_thread.ExceptHookArgs() takes a 4-sequence ({len(fields)}-sequence given)"
            )
        return super().__new__(cls, fields)

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])

    def __repr__(self):
        fields = ", ".join(f"{n}={v!r}" for n, v in zip(self._fields, self))
        return f"_thread._ExceptHookArgs({fields})"


_ExceptHookArgs = ExceptHookArgs


def excepthook(args, /):
    """Tells of an exception that a thread has not handled."""
    if type(args) is not ExceptHookArgs:
        raise TypeError("_thread.excepthook argument type must be ExceptHookArgs")
    cls, value, trace, thread = args
    if cls is SystemExit:
        return
    file = _sys.stderr
    if file is None:
        file = thread and thread._stderr
        if file is None:
            return
    name = get_ident() if thread is None else thread.name
    from _traceback import format_exception

    print(f"Exception in thread {name}:", file=file)
    if value is None:
        value = cls()
    file.write(format_exception(value))


__excepthook__ = excepthook


def _teller():
    """What a thread calls with itself when its call has failed.

    A daemon may need it when the program is over and `sys` is empty: it keeps the hook of now.
    """
    kept = _sys.excepthook

    def tell(thread):
        try:
            hook = __excepthook__ if excepthook is None else excepthook
            hook(ExceptHookArgs([*_sys.exc_info(), thread]))
        except Exception as failure:
            failure.__suppress_context__ = True
            print("Exception in threading.excepthook:", file=_sys.stderr, flush=True)
            last = _sys and _sys.excepthook or kept
            last(*_sys.exc_info())
        finally:
            # The exception holds this frame, which is not to hold the thread.
            thread = None

    return tell


def _check(thread, error=AssertionError):
    """Refuses a thread whose class has not called `Thread.__init__`."""
    if not thread._initialized:
        raise error("Thread.__init__() not called")


def _attribute(name):
    def get(thread):
        if not thread._initialized:
            _check(thread)
        return getattr(thread, name)

    return property(get)


class Thread:
    """A call that runs beside others."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        self._target = target
        self._name = str(name) if name else self._new_name()
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = self._native_id = None
        self._started = Event()
        self._initialized = True
        self._stderr = _sys.stderr
        self._invoke_excepthook = _teller()
        self._handle = _thread._ThreadHandle()
        _dangling.add(self)

    def _new_name(self):
        number = _counter()
        called = getattr(self._target, "__name__", _NAMELESS)
        return f"Thread-{number}" if called is _NAMELESS else f"Thread-{number} ({called})"

    def __repr__(self):
        if not self._initialized:
            raise AssertionError("Thread.__init__() was not called")
        state = "initial"
        if self._started.is_set():
            state = "stopped" if self._handle.is_done() else "started"
        daemon = " daemon" if self._daemonic else ""
        ident = "" if self._ident is None else f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {state}{daemon}{ident})>"

    def start(self):
        """Begins the call, once."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _start_joinable_thread(self._bootstrap, handle=self._handle, daemon=self.daemon)
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self._started.wait()

    def run(self):
        """The call itself; its arguments are let go afterwards."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        """All that the new thread does."""
        try:
            self._live()
        except:
            # At the end of the program the ground is taken away from under a daemon.
            if not self._daemonic or _sys is not None:
                raise

    def _live(self):
        try:
            self._ident, self._native_id = get_ident(), get_native_id()
            self._started.set()
            with _active_limbo_lock:
                _active[self._ident] = _limbo.pop(self)
            try:
                self.run()
            except:
                self._invoke_excepthook(self)
        finally:
            with _active_limbo_lock:
                del _active[get_ident()]

    def _adopt(self, ident):
        """Stands for a thread that runs already."""
        self._ident, self._native_id = ident, get_native_id()
        self._handle = _thread._make_thread_handle(ident)
        self._started.set()
        with _active_limbo_lock:
            _active[ident] = self

    def join(self, timeout=None):
        """Waits for the end of the call."""
        _check(self, RuntimeError)
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        self._handle.join(None if timeout is None else max(timeout, 0))

    def is_alive(self):
        """Whether the call has begun and not ended."""
        _check(self)
        return self._started.is_set() and not self._handle.is_done()

    ident = _attribute("_ident")
    native_id = _attribute("_native_id")
    name = _attribute("_name")
    daemon = _attribute("_daemonic")

    @name.setter
    def name(self, name):
        _check(self)
        self._name = str(name)

    @daemon.setter
    def daemon(self, daemonic):
        _check(self, RuntimeError)
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic


class Timer(Thread):
    """A call after some time, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        cancelled = self.finished.wait(self.interval) or self.finished.is_set()
        if not cancelled:
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._adopt(_thread._get_main_thread_ident())


class _Farewell:
    """Dies with the local data of a thread that `Thread` has not started, and forgets it."""

    def __init__(self, thread):
        self._thread = thread

    def __del__(self, lock=_active_limbo_lock, active=_active):
        ident = self._thread._ident
        with lock:
            if active.get(ident) is self._thread:
                del active[ident]


class _DummyThread(Thread):
    def __init__(self):
        super().__init__(name=f"Dummy-{_counter()}", daemon=True)
        self._adopt(get_ident())
        _own.farewell = _Farewell(self)

    def is_alive(self):
        if self._handle.is_done() or not self._started.is_set():
            raise RuntimeError("thread is not alive")
        return True

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def current_thread():
    """The thread that runs."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def active_count():
    """How many threads there are."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def enumerate():
    """The threads."""
    with _active_limbo_lock:
        return [*_active.values(), *_limbo.values()]


def main_thread():
    """The thread that runs the program's file."""
    return _main_thread


currentThread, activeCount = current_thread, active_count


def settrace(func):
    """Notes a function for `sys.settrace`, which is not there."""
    global _trace_hook
    _trace_hook = func


def gettrace():
    return _trace_hook


def setprofile(func):
    """Notes a function for `sys.setprofile`, which is not there."""
    global _profile_hook
    _profile_hook = func


def getprofile():
    return _profile_hook


def _register_atexit(func, *args, **kwargs):
    """Has something called before the program waits for its threads."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _at_exit.append(lambda: func(*args, **kwargs))


def _shutdown():
    """Waits at the end of the program for all threads but daemons."""
    global _SHUTTING_DOWN
    main = _main_thread
    if _SHUTTING_DOWN and main._handle.is_done():
        return
    _SHUTTING_DOWN = True
    for call in reversed(_at_exit):
        call()
    if get_ident() == main._ident:
        main._handle._set_done()
    _thread._shutdown()


_own = local()
_main_thread = _MainThread()
