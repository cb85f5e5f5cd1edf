# A program that writes and reads files: text, bytes, lines, errors, folders that go away, and files
# that are closed when nobody holds them any more.
import io
import os
import sys
import tempfile
from pathlib import Path

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "app.log")
with open(path, "w") as log:
    print(log.write("start\n"), file=sys.stdout)
    for n in range(3):
        print("request", n, file=log)
    log.writelines(["error: disk\n", "end"])
print(log.closed, os.path.getsize(path), os.path.isfile(path), os.path.exists(path + "x"))
with open(path) as log:
    print(repr(log.readline()), [line.split() for line in log if "request" in line])
with open(path, "a", encoding="utf-8") as log:
    log.write("\nüber\n")
print(open(path, encoding="utf-8").read().splitlines()[-1], log.mode, log.encoding)
with open(path, "rb") as raw:
    head = raw.read(5)
    raw.seek(-5, os.SEEK_END)
    print(head, raw.read(), raw.tell() == os.stat(path).st_size)
with open(path, "r+b") as both:
    both.write(b"START")
    both.seek(0)
    print(both.readline(), both.readable(), both.writable())
for mode in ("x", "rw", "q"):
    try:
        open(path, mode)
    except (OSError, ValueError) as error:
        print(type(error).__name__, error.args[0])
try:
    open(os.path.join(folder.name, "none", "x"))
except FileNotFoundError as error:
    print(error.errno, error.strerror, os.path.basename(error.filename))
try:
    log.write("late")
except ValueError as error:
    print(error)
try:
    open(path).write("x")
except io.UnsupportedOperation as error:
    print(error)
notes = Path(folder.name) / "notes" / "a.txt"
notes.parent.mkdir()
notes.write_text("one\ntwo\n")
(notes.parent / "b.md").write_bytes(b"\x00\x01")
print(notes.name, notes.suffix, notes.stem, notes.read_text().split(), notes.exists())
print(sorted(p.name for p in notes.parent.iterdir()), [p.name for p in notes.parent.glob("*.txt")])
for here, folders, files in os.walk(folder.name):
    print(os.path.relpath(here, folder.name), sorted(folders), sorted(files))
writer = open(path, "w")
writer.write("not flushed yet")
del writer
print(Path(path).read_text(), os.listdir(folder.name) == os.listdir(Path(folder.name)))
name = folder.name
folder.cleanup()
print(os.path.exists(name))
