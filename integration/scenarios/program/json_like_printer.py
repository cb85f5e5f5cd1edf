# Serializing nested data and reading it back; cycles are refused.
def dump(v, seen=()):
    if id(v) in seen:
        raise ValueError("circular")
    if v is None:
        return "null"
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return repr(v)
    if isinstance(v, str):
        return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    seen = seen + (id(v),)
    if isinstance(v, (list, tuple)):
        return "[" + ",".join(dump(x, seen) for x in v) + "]"
    if isinstance(v, dict):
        return "{" + ",".join(f"{dump(str(k))}:{dump(x, seen)}" for k, x in v.items()) + "}"
    raise TypeError(f"cannot dump {type(v).__name__}")


class Reader:
    def __init__(self, text):
        self.text, self.i = text, 0

    def value(self):
        c = self.text[self.i]
        if c == "[":
            return self.sequence("]", self.value, list)
        if c == "{":
            return self.sequence("}", self.pair, dict)
        if c == '"':
            return self.string()
        for word, v in (("null", None), ("true", True), ("false", False)):
            if self.text.startswith(word, self.i):
                self.i += len(word)
                return v
        j = self.i
        while j < len(self.text) and self.text[j] in "+-.eE0123456789":
            j += 1
        word, self.i = self.text[self.i:j], j
        return float(word) if "." in word or "e" in word else int(word)

    def sequence(self, end, item, kind):
        out = []
        self.i += 1
        while self.text[self.i] != end:
            out.append(item())
            if self.text[self.i] == ",":
                self.i += 1
        self.i += 1
        return kind(out)

    def pair(self):
        k = self.string()
        self.i += 1
        return k, self.value()

    def string(self):
        out = []
        self.i += 1
        while (c := self.text[self.i]) != '"':
            if c == "\\":
                self.i += 1
                c = {"n": "\n"}.get(self.text[self.i], self.text[self.i])
            out.append(c)
            self.i += 1
        self.i += 1
        return "".join(out)


data = {"n": None, "b": [True, False], "num": [1, -2.5, 10 ** 20], "s": 'q"uo\\te\n', "nest": {"a": [[], {}]}}
text = dump(data)
print(text)
print(Reader(text).value() == data)
loop = [1]
loop.append({"again": loop})
for bad in (loop, {1, 2}):
    try:
        dump(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(dump([data["b"], data["b"]]))
