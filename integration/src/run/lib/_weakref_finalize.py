"""Functions that are called when an object goes."""

import atexit
import gc
import itertools
import sys
from _weakref import ref


class _Planned:
    """A call that is to come."""

    __slots__ = ("reference", "function", "args", "kwargs", "atexit", "turn")

    def __init__(self, reference, function, args, kwargs, turn):
        self.reference = reference
        self.function = function
        self.args = args
        self.kwargs = kwargs or None
        self.atexit = True
        self.turn = turn


class finalize:
    """Calls a function when an object goes, at the latest when the program ends."""

    # The objects of this class know nothing: what there is to know stands in the registry,
    # which keeps them until they have been called.
    __slots__ = ()

    _registry = {}
    _turns = itertools.count()
    # Whether something was registered since the calls for the end were last gathered.
    _grown = False
    _watching_exit = False
    _over = False

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._watching_exit:
            atexit.register(self._exitfunc)
            finalize._watching_exit = True
        reference = ref(obj, self)
        self._registry[self] = _Planned(reference, func, args, kwargs, next(self._turns))
        finalize._grown = True

    def _plan(self):
        """The call to come and its object, or None for either that is gone."""
        plan = self._registry.get(self)
        return plan, None if plan is None else plan.reference()

    def __call__(self, _=None):
        """Calls the function if that has not happened yet."""
        plan = self._registry.pop(self, None)
        if plan is not None and not self._over:
            return plan.function(*plan.args, **(plan.kwargs or {}))

    def peek(self):
        """The object, the function and its arguments, if it has not been called."""
        plan, obj = self._plan()
        if obj is not None:
            return obj, plan.function, plan.args, plan.kwargs or {}

    def detach(self):
        """Forgets the function; answers as `peek` would have."""
        plan, obj = self._plan()
        # Of several threads, the one that takes the entry out has the answer.
        if obj is not None and self._registry.pop(self, None) is not None:
            return obj, plan.function, plan.args, plan.kwargs or {}

    @property
    def alive(self):
        """Whether it has not been called yet."""
        return self in self._registry

    @property
    def atexit(self):
        """Whether it is to be called when the program ends."""
        plan = self._registry.get(self)
        return plan is not None and plan.atexit

    @atexit.setter
    def atexit(self, value):
        plan = self._registry.get(self)
        if plan is not None:
            plan.atexit = bool(value)

    def __repr__(self):
        _, obj = self._plan()
        of = "dead" if obj is None else f"for {type(obj).__name__!r} at {id(obj):#x}"
        return f"<{type(self).__name__} object at {id(self):#x}; {of}>"

    @classmethod
    def _at_exit(cls):
        """What is to be called at the end, the oldest first."""
        planned = sorted((plan.turn, it) for it, plan in cls._registry.items() if plan.atexit)
        return [it for _, it in planned]

    @classmethod
    def _exitfunc(cls):
        """Calls what is left, the newest first; what they register meanwhile is called too."""
        collecting = bool(cls._registry) and gc.isenabled()
        if collecting:
            gc.disable()
        try:
            finalize._grown = True
            while True:
                if finalize._grown:
                    left = cls._at_exit()
                    finalize._grown = False
                if not left:
                    break
                try:
                    left.pop()()
                except Exception:
                    sys.excepthook(*sys.exc_info())
        finally:
            finalize._over = True
            if collecting:
                gc.enable()


finalize.__module__ = "weakref"
