# Context variables: each task and each context has values of its own, and a context keeps them
# alive.
import asyncio
import contextvars
import gc
import weakref

gc.disable()
var = contextvars.ContextVar("var", default="default")
token = var.set("set")
print(var.get(), token.old_value is contextvars.Token.MISSING, token.var is var)
var.reset(token)
print(var.get())
try:
    var.reset(token)
except RuntimeError:
    print("used once")

context = contextvars.copy_context()


def change():
    var.set("inside")
    return var.get()


print(context.run(change), var.get(), context[var], len(context), var in context)
print(list(context.items()) == [(var, "inside")], context.get(var), context.copy()[var])
try:
    context.run(context.run, print)
except RuntimeError:
    print("entered already")
empty = contextvars.ContextVar("empty")
try:
    empty.get()
except LookupError:
    print("no value", empty.get("a default"))


class Held:
    pass


held = Held()
watch = weakref.ref(held)
context.run(empty.set, held)
del held
print(watch() is not None)
del context
print(watch())


async def setter(value):
    var.set(value)
    await asyncio.sleep(0)
    return var.get()


async def main():
    var.set("main")
    print(await asyncio.gather(setter(1), setter(2)), var.get())
    await asyncio.create_task(setter(3))
    print(var.get())
    await setter(4)
    print(var.get())
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: print("callback", var.get()))
    var.set(5)
    await asyncio.sleep(0)


asyncio.run(main())
print(var.get())
