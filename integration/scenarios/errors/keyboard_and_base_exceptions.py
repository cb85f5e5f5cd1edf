# Exceptions that `except Exception` lets pass.
for exc in (KeyboardInterrupt, GeneratorExit, SystemExit, StopIteration, MemoryError):
    try:
        try:
            raise exc("x")
        except Exception as e:
            print("Exception:", type(e).__name__)
    except BaseException as e:
        print("BaseException:", type(e).__name__)


class Quiet(BaseException):
    pass


try:
    raise Quiet
except:
    print("bare except")
raise Quiet("ends the program")
