# A count follows the names that lead to an object.
import sys
rows = ["x", "y"]
base = sys.getrefcount(rows)
print(base)
alias = rows
again = alias
print(sys.getrefcount(rows) - base)
again = None
print(sys.getrefcount(rows) - base)
alias = rows = [0]
print(sys.getrefcount(rows))
first = second = third = rows
print(sys.getrefcount(rows))
first, second = second, first
print(sys.getrefcount(rows))
del first, second, third
print(sys.getrefcount(rows))
rows = rows
print(sys.getrefcount(alias))
for rows in (1, 2):
    pass
print(sys.getrefcount(alias))
try:
    print(first)
except NameError as e:
    print("NameError:", e)
