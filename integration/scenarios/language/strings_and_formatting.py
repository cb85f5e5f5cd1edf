# f-strings with specifications, string methods, slices, bytes.
name, n, pi, big = "ada", 42, 3.14159265, 1234567
print(f"{name:>8}|{name:<8}|{name:^8}|{name!r:*^9}")
print(f"{n:5d}|{n:05d}|{n:+d}|{n:x}|{n:#x}|{n:b}|{n:o}|{n:e}")
print(f"{pi:.2f}|{pi:8.3f}|{pi:.0f}|{pi!s}|{big:,}|{big:_}|{0.25:.1%}")
width = 6
print(f"{n:{width}}|{n:<{width}}|{n=}|{name.upper()=}|{{}}")
print("%s is %d, %.2f, %5s|%-5s|%x" % (name, n, pi, "r", "l", 255))
print("{} {0!r}".replace("{0!r}", "{}").format(1, "b"), "{0} {1} {0}".format("x", "y"), "{k}".format(k=3))
s = "  The quick brown fox  "
print(s.strip(), len(s), s.lower().split(), s.strip().title(), s.upper().strip())
print("a,b,,c".split(","), "a b".partition(" "), "x=1=2".rsplit("=", 1), ",".join(["p", "q"]))
print("hello".find("l"), "hello".rfind("l"), "hello".count("l"), "hello".index("e"), "hello".replace("l", "L", 1))
print("abc".startswith("ab"), "abc".endswith(("x", "c")), "12".isdigit(), "ab".isalpha(), " ".isspace(), "aB".swapcase())
print("abcdef"[1:4], "abcdef"[::-1], "abcdef"[-2:], "abcdef"[::2], "ab" * 3, "b" in "abc")
print("7".zfill(3), "x".center(5, "-"), "x".ljust(3) + "|", "x".rjust(3) + "|", "--x--".strip("-"), "xxy".lstrip("x"))
print(ord("a"), chr(98), "line1\nline2".splitlines(), repr("it's\t\"q\"\n"), str(3) + repr("s"))
print("a" < "b", "abc" < "abd", sorted("hello"), "".join(reversed("abc")), list("ab"))
print(b"ab" + b"c", b"abc"[1], list(b"ab"), bytes([65, 66]), "é".encode("utf-8"), b"hi".decode())
print("""multi
line""", 'adj' "acent", r"raw\n", "tab\there", "\u00e9", "\x41")
print(f"{'nested ' + f'{n + 1}'}", f"{[i for i in range(3)]}", f"{ {'a': 1}['a'] }")
print("caf\u00e9".upper(), "ß".lower(), "A-b_C".casefold(), "abc".translate(str.maketrans("ac", "xz")))
print("one two".capitalize(), "prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "a\tb".expandtabs(4))
print(format(3.5, ".2f"), format("x", ">3"), format(255, "08b"), ascii("é"))
