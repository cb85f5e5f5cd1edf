# A small Lisp: reader, environments as linked dicts, closures, tail loops.
import gc
gc.disable()
gc.collect()


def read(tokens):
    t = tokens.pop(0)
    if t == "(":
        out = []
        while tokens[0] != ")":
            out.append(read(tokens))
        tokens.pop(0)
        return out
    try:
        return int(t)
    except ValueError:
        return t


def parse(src):
    tokens = src.replace("(", " ( ").replace(")", " ) ").split()
    while tokens:
        yield read(tokens)


class Env(dict):
    alive = 0

    def __init__(self, names=(), values=(), up=None):
        super().__init__(zip(names, values))
        self.up = up
        Env.alive += 1

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.up
        raise NameError(name)

    def __del__(self):
        Env.alive -= 1


class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        return evaluate(self.body, Env(self.params, args, self.env))


def evaluate(x, env):
    while True:
        if isinstance(x, str):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        head = x[0]
        if head == "quote":
            return x[1]
        if head == "if":
            x = x[2] if evaluate(x[1], env) else x[3]
            continue
        if head == "define":
            env[x[1]] = evaluate(x[2], env)
            return None
        if head == "set":
            env.find(x[1])[x[1]] = evaluate(x[2], env)
            return None
        if head == "lambda":
            return Lambda(x[1], x[2], env)
        f, *args = [evaluate(e, env) for e in x]
        if isinstance(f, Lambda):
            x, env = f.body, Env(f.params, args, f.env)
            continue
        return f(*args)


base = Env()
base.update({
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "<": lambda a, b: a < b,
    "=": lambda a, b: a == b, "list": lambda *a: list(a), "map": lambda f, xs: [f(x) for x in xs],
    "begin": lambda *a: a[-1],
})
PROGRAM = """
(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))
(fact 20)
(define count (lambda (n) (if (= n 0) (quote done) (count (- n 1)))))
(count 1000)
(define make (lambda (n) (lambda (k) (begin (set n (+ n k)) n))))
(define c (make 10))
(c 5) (c 5)
(map (lambda (x) (* x x)) (list 1 2 3))
(define loop (lambda (f) (f f)))
(quote (a (b 1)))
"""
for form in parse(PROGRAM):
    value = evaluate(form, base)
    if value is not None:
        print(value)
try:
    evaluate("missing", base)
except NameError as e:
    print("NameError", e)
print("environments:", Env.alive)
del base, value
print(gc.collect() > 0, Env.alive)
