# An exception that nobody handles ends the program with status 1.
print("before")


def inner(n):
    return 10 // n


def outer():
    try:
        inner(0)
    finally:
        print("finally")


outer()
print("not reached")
