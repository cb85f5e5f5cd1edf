# The usual shape of a script: main() returns the status.
import sys


def main(argv):
    if not argv:
        print("usage: nothing to do")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
