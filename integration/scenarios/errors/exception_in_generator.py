# An error inside a generator reaches the loop and ends the program.
def numbers():
    try:
        yield 1
        yield 2
        raise LookupError("no third")
    finally:
        print("generator cleaned up")


for n in numbers():
    print(n)
