# A bytecode compiler and virtual machine with functions and closures.
class VM:
    def __init__(self):
        self.out = []

    def run(self, code, env):
        stack, pc = [], 0
        while pc < len(code):
            op, *args = code[pc]
            pc += 1
            if op == "push":
                stack.append(args[0])
            elif op == "load":
                scope = env
                while args[0] not in scope:
                    scope = scope["__up__"]
                stack.append(scope[args[0]])
            elif op == "store":
                env[args[0]] = stack.pop()
            elif op in ("add", "sub", "mul", "lt"):
                b, a = stack.pop(), stack.pop()
                stack.append({"add": lambda: a + b, "sub": lambda: a - b,
                              "mul": lambda: a * b, "lt": lambda: a < b}[op]())
            elif op == "jump":
                pc = args[0]
            elif op == "unless":
                if not stack.pop():
                    pc = args[0]
            elif op == "func":
                stack.append((args[0], args[1], env))
            elif op == "call":
                actual = [stack.pop() for _ in range(args[0])][::-1]
                params, body, up = stack.pop()
                frame = dict(zip(params, actual))
                frame["__up__"] = up
                stack.append(self.run(body, frame))
            elif op == "print":
                self.out.append(stack.pop())
            elif op == "ret":
                return stack.pop()
            else:
                raise ValueError(f"bad op {op}")


fact = [
    ("load", "n"), ("push", 2), ("lt",), ("unless", 6), ("push", 1), ("ret",),
    ("load", "n"), ("load", "fact"), ("load", "n"), ("push", 1), ("sub",), ("call", 1), ("mul",), ("ret",),
]
main = [
    ("func", ("n",), fact), ("store", "fact"),
    ("load", "fact"), ("push", 20), ("call", 1), ("print",),
    ("push", 0), ("store", "i"),
    ("load", "i"), ("push", 3), ("lt",), ("unless", 19),
    ("load", "i"), ("print",), ("load", "i"), ("push", 1), ("add",), ("store", "i"), ("jump", 8),
    ("push", "done"), ("print",),
]
vm = VM()
vm.run(main, {})
print(vm.out)
try:
    vm.run([("nop",)], {})
except ValueError as e:
    print(e)
try:
    vm.run([("load", "nowhere")], {})
except KeyError as e:
    print("KeyError", e)
