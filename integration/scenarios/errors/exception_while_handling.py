# A chain of errors: handler fails, finally runs, the last one ends it.
def parse(text):
    try:
        return int(text)
    except ValueError:
        return {}[text]
    finally:
        print("done with", text)


print(parse("12"))
try:
    parse("x")
except KeyError as e:
    print(type(e.__context__).__name__, e)
parse("y")
