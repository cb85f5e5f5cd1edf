# sys.exit with text prints it on stderr; the status is 1.
import sys
print("out")
sys.exit("a message for stderr")
