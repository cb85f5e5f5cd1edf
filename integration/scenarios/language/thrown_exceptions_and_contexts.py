# The context of an exception thrown into a generator is what the generator handles itself, and
# not what its caller handles.


def links(error):
    while error is not None:
        yield repr(error)
        error = error.__context__


def report(resume, *args):
    try:
        try:
            raise OSError("of the caller")
        except OSError:
            resume(*args)
    except Exception as error:
        print(" <- ".join(links(error)))


def plain():
    yield 1


def handling():
    try:
        raise LookupError("first")
    except LookupError:
        yield 1
        yield 2


def raising():
    try:
        yield 1
    except ValueError:
        raise KeyError("second")


def delegating():
    try:
        yield from raising()
    except KeyError:
        raise RuntimeError("third")


for make in (plain, handling, raising, delegating):
    generator = make()
    next(generator)
    report(generator.throw, ValueError("thrown"))

generator = handling()
next(generator)
error = ValueError("with a context")
error.__context__ = KeyError("its own")
report(generator.throw, error)


def at_the_end():
    try:
        yield 1
    except GeneratorExit as exit:
        print(" <- ".join(links(exit)))


generator = at_the_end()
next(generator)
try:
    raise OSError("while closing")
except OSError:
    generator.close()
