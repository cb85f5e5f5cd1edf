# Tokenizer, recursive-descent parser and evaluator for arithmetic.
class Token:
    def __init__(self, kind, text):
        self.kind, self.text = kind, text


def tokenize(src):
    i = 0
    while i < len(src):
        c = src[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(src) and (src[j].isdigit() or src[j] == "."):
                j += 1
            yield Token("num", src[i:j])
            i = j
        elif c.isalpha():
            j = i
            while j < len(src) and src[j].isalnum():
                j += 1
            yield Token("name", src[i:j])
            i = j
        elif c in "+-*/()=^":
            yield Token("op", c)
            i += 1
        else:
            raise SyntaxError(f"unexpected {c!r} at {i}")
    yield Token("end", "")


class Parser:
    LEVELS = [{"+": lambda a, b: a + b, "-": lambda a, b: a - b},
              {"*": lambda a, b: a * b, "/": lambda a, b: a / b}]

    def __init__(self, src, env):
        self.tokens = list(tokenize(src))
        self.pos = 0
        self.env = env

    @property
    def tok(self):
        return self.tokens[self.pos]

    def accept(self, text):
        if self.tok.text == text and self.tok.kind == "op":
            self.pos += 1
            return True
        return False

    def statement(self):
        if self.tok.kind == "name" and self.tokens[self.pos + 1].text == "=":
            name = self.tok.text
            self.pos += 2
            self.env[name] = self.statement()
            return self.env[name]
        value = self.binary(0)
        if self.tok.kind != "end":
            raise SyntaxError(f"trailing {self.tok.text!r}")
        return value

    def binary(self, level):
        if level == len(self.LEVELS):
            return self.power()
        left = self.binary(level + 1)
        while self.tok.text in self.LEVELS[level]:
            op = self.LEVELS[level][self.tok.text]
            self.pos += 1
            left = op(left, self.binary(level + 1))
        return left

    def power(self):
        base = self.atom()
        return base ** self.power() if self.accept("^") else base

    def atom(self):
        t = self.tok
        self.pos += 1
        if t.kind == "num":
            return float(t.text) if "." in t.text else int(t.text)
        if t.kind == "name":
            return self.env[t.text]
        if t.text == "-":
            return -self.atom()
        if t.text == "(":
            v = self.binary(0)
            if not self.accept(")"):
                raise SyntaxError("missing )")
            return v
        raise SyntaxError(f"unexpected {t.text or 'end'}")


env = {"pi": 3.14}
for line in ("1 + 2 * 3", "(1 + 2) * 3", "x = y = 7", "x * -y / 2", "2 ^ 3 ^ 2", "2 * pi",
             "1 +", "(1", "4 $ 4", "z + 1", "1 / 0", "1 2", "100 - 1 - 1"):
    try:
        print(line, "=>", Parser(line, env).statement())
    except (SyntaxError, KeyError, ZeroDivisionError) as e:
        print(line, "=>", type(e).__name__, e)
print(env)
