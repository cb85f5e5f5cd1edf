# contextlib: contextmanager, suppress, closing, ExitStack, redirected output.
import io
from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as e:
        print("handled", e)
    finally:
        print(f"</{name}>")


with tag("a") as a, tag("b"):
    print(a)
with tag("err"):
    raise ValueError("inside")
try:
    with tag("through"):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
with suppress(ZeroDivisionError, KeyError):
    1 / 0
    print("not reached")
with ExitStack() as stack:
    for n in "xyz":
        stack.enter_context(tag(n))
    stack.callback(print, "callback")
    print("body")


class Conn:
    def close(self):
        print("closed")


with closing(Conn()) as c, nullcontext(5) as five:
    print(five)
buf = io.StringIO()
with redirect_stdout(buf):
    print("captured")
print(repr(buf.getvalue()))


@tag("decorator")
def work():
    print("working")


work()
