# A failed assert without a handler.
values = [3, 1, 2]
assert sorted(values) == [1, 2, 3]
print("first holds")
assert values == sorted(values), f"{values} is not sorted"
print("not reached")
