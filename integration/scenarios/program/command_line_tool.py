# versions: 3.13
# argparse: positions, options, groups, commands with parsers of their own, help and errors.
import argparse
import sys

sys.stderr = sys.stdout


def attempt(parser, *args):
    try:
        print(parser.parse_args(args))
    except SystemExit as e:
        print("status", e.code)


def port(text):
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return number


tool = argparse.ArgumentParser(
    prog="serve", epilog="Report errors of %(prog)s to nobody.",
    description="Serves files from a folder to whoever asks for them, until it is told to stop.")
tool.add_argument("folder", help="where the files are")
tool.add_argument("files", nargs="*", help="only these (default: all)")
tool.add_argument("-p", "--port", type=port, default=8080, metavar="N",
                  help="port to listen on (default: %(default)s)")
tool.add_argument("-v", "--verbose", action="count", default=0, help="say more, and even more")
tool.add_argument("--mode", choices=["read", "write"], default="read")
tool.add_argument("-x", "--exclude", action="append", metavar="PATTERN",
                  help="leave out files of a pattern; may be given many times, for many patterns")
tool.add_argument("--cache", action=argparse.BooleanOptionalAction, default=True)
tool.add_argument("--secret", help=argparse.SUPPRESS)
either = tool.add_mutually_exclusive_group()
either.add_argument("--once", action="store_true", help="stop after one file")
either.add_argument("--limit", type=int, help="stop after so many")

tool.print_help()
attempt(tool, "here")
attempt(tool, "here", "a", "b", "-vv", "--port=90", "--no-cache")
attempt(tool, "-vp", "81", "here", "-x*.o", "-x", "*.a", "--lim", "3")
for wrong in ([], ["here", "--port", "0"], ["here", "--port", "x"], ["here", "--mode", "none"],
              ["here", "--once", "--limit", "1"], ["here", "--nothing"], ["here", "-p"],
              ["here", "--verbose=2"]):
    attempt(tool, *wrong)
print(tool.parse_known_args(["here", "--else", "x"]))

vcs = argparse.ArgumentParser(prog="vcs")
vcs.add_argument("--debug", action="store_true")
commands = vcs.add_subparsers(dest="command", required=True, title="commands")
clone = commands.add_parser("clone", help="copy a repository", aliases=["cp"])
clone.add_argument("url")
clone.add_argument("--depth", type=int)
clone.set_defaults(run=len)
commit = commands.add_parser("commit", help="keep a state")
commit.add_argument("-m", "--message", required=True)
vcs.print_help()
commit.print_help()
args = vcs.parse_args(["--debug", "clone", "host/it", "--depth", "1"])
print(args.command, args.url, args.depth, args.debug, args.run("four"))
attempt(vcs, "commit", "-m", "done")
attempt(vcs, "commit")
attempt(vcs, "push")
attempt(vcs)
