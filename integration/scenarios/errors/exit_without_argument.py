# sys.exit() is success.
import sys
print("out")
try:
    sys.exit()
except SystemExit as e:
    print("caught", e.code)
try:
    raise SystemExit(4)
except SystemExit as e:
    print("caught", e.code, isinstance(e, Exception), isinstance(e, BaseException))
sys.exit(None)
