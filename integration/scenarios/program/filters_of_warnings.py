# versions: 3.13
# Which warnings are told, recorded, raised or passed over, by the filters of a program.
import warnings


def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def texts(recorded):
    return [(str(each.message), each.category.__name__, each.lineno) for each in recorded]


with warnings.catch_warnings(record=True) as recorded:
    warnings.warn("one")
    for _ in range(3):
        warnings.warn("once for this line")
    warnings.warn("of the program itself", DeprecationWarning)
    warnings.warn("not of interest", PendingDeprecationWarning)
    print(texts(recorded))

with warnings.catch_warnings(record=True) as recorded:
    warnings.simplefilter("always")
    warnings.filterwarnings("ignore", message="no.*")
    warnings.filterwarnings("error", category=RuntimeWarning)
    for text in ("nothing", "Nope", "a no"):
        warnings.warn(text)
    attempt(warnings.warn, "raised", RuntimeWarning)
    print(texts(recorded))

for action in ("once", "module", "default", "always"):
    with warnings.catch_warnings(record=True, action=action) as recorded:
        for _ in range(2):
            warnings.warn("the same")
            warnings.warn("the same")
        print(action, len(recorded))


def deep():
    warnings.warn("deep", stacklevel=2)


with warnings.catch_warnings(record=True) as recorded:
    deep()
    print(texts(recorded))

attempt(warnings.filterwarnings, "bad")
attempt(warnings.simplefilter, "ignore", lineno=-1)
attempt(warnings.filterwarnings, "ignore", message=3)
attempt(warnings.filterwarnings, "ignore", category=int)
attempt(warnings.warn, "x", int)
catcher = warnings.catch_warnings()
attempt(catcher.__exit__)
with catcher:
    attempt(catcher.__enter__)

before = warnings.showwarning
warnings.showwarning = lambda message, category, *rest: print("shown", message, category.__name__)
warnings.warn("by a function of the program")
warnings.showwarning = before
print(warnings.formatwarning("text", UserWarning, "file", 3, "line"))
