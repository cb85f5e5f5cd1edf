# `import *` binds the public names of a module.
from bisect import *
from math import *

print(bisect_left([1, 3, 5], 3), pi > 3, floor(2.5))
print("insort" in globals(), "sys" in globals())
