# Filters decide by class and text what becomes of a warning; a program may show them itself.
import gc
import warnings

gc.disable()
shown = []


def show(message, category, filename, lineno, file=None, line=None):
    shown.append((category.__name__, str(message)))


with warnings.catch_warnings(record=True) as recorded:
    for category in (UserWarning, DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
        warnings.warn("unless a program says otherwise", category)
print([w.category.__name__ for w in recorded])

warnings.showwarning = show
warnings.simplefilter("always")


def warn(text, category=UserWarning):
    warnings.warn(text, category)


warn("one")
warn("one")
print(shown)
shown.clear()

warnings.filterwarnings("ignore", "old.*", DeprecationWarning)
warn("old thing", DeprecationWarning)
warn("old thing")
warn("a new thing", DeprecationWarning)
print(shown)
shown.clear()

with warnings.catch_warnings():
    warnings.simplefilter("error", RuntimeWarning)
    try:
        warn("raised", RuntimeWarning)
    except RuntimeWarning as warning:
        print("raised as", repr(warning))
    warn("not raised")
print(shown)
shown.clear()

with warnings.catch_warnings(record=True) as recorded:
    warnings.simplefilter("default")
    for _ in range(3):
        warn("once for each place")
    warn("another text")
print([str(w.message) for w in recorded], shown)

with warnings.catch_warnings(record=True) as recorded:
    warnings.simplefilter("always")


    async def forgotten():
        pass


    forgotten()
print([(w.category.__name__, str(w.message)) for w in recorded])


for action in ("once", "module", "default", "always"):
    with warnings.catch_warnings(record=True, action=action) as recorded:
        for _ in range(2):
            warnings.warn("the same")
            warnings.warn("the same")
        print(action, len(recorded))


def deep():
    warnings.warn("of the caller", stacklevel=2)


with warnings.catch_warnings(record=True, action="always") as recorded:
    deep()
print([(str(w.message), w.lineno) for w in recorded])

catcher = warnings.catch_warnings()
for wrong in (
    lambda: warnings.warn("x", int), lambda: warnings.simplefilter("never"),
    lambda: warnings.filterwarnings("ignore", message=3),
    lambda: warnings.filterwarnings("ignore", category=int), lambda: catcher.__exit__(),
):
    try:
        wrong()
    except (TypeError, ValueError, AssertionError, RuntimeError) as error:
        print("refused")
print(warnings.formatwarning("text", UserWarning, "file", 3, "line"))
