# versions: 3.13
# Folders with links in them: walked, searched, resolved and removed without leaving them.
import glob
import os
import pathlib
import tempfile


def make(root):
    for folder in ("a/b/c", "out/keep"):
        os.makedirs(root / folder)
    for name in ("a/x.txt", "a/b/y.txt", "a/b/c/.hidden", "a/.dot", "out/keep/precious"):
        (root / name).touch()
    links = {"link": "a", "broken": "nowhere", "a/self": ".", "a/out": "../out",
             "ring1": "ring2", "ring2": "ring1"}
    for name, target in links.items():
        os.symlink(target, root / name)


def walk(root):
    for topdown in (True, False):
        rows = os.walk(root, topdown=topdown)
        print(sorted((os.path.relpath(here, root), sorted(folders), sorted(files))
                     for here, folders, files in rows))
    for here, folders, _ in os.walk(root):
        folders.sort()
        print(os.path.relpath(here, root))
        if here.endswith("a"):
            folders.clear()


def resolve(root):
    broken = root / "broken"
    print(os.path.lexists(broken), os.path.exists(broken), os.readlink(root / "link"))
    for name in ("link/x.txt", "broken", "a/self/self/b", "a/out/keep", "ring1", "missing/x/.."):
        found = (root / name).resolve()
        print(name, found.relative_to(root), os.path.realpath(root / name) == str(found))
    with os.scandir(root / "a") as entries:
        print(sorted((entry.name, entry.is_dir(), entry.is_symlink()) for entry in entries))


def search(root):
    os.remove(root / "a/self")
    for pattern in ("*", "**", "**/*.txt", "a/*", "a/**", "*/", "a/.*", "[ab]", "nope/*"):
        for recursive in (True, False):
            print(pattern, sorted(glob.glob(pattern, root_dir=root, recursive=recursive)))
    print(sorted(glob.glob("a/*", root_dir=root, include_hidden=True)), glob.escape("a[b]*?"))
    print(sorted(str(found.relative_to(root)) for found in root.glob("**/*.txt")))


def remove(root):
    with tempfile.TemporaryDirectory(dir=root) as inner:
        os.symlink(root / "out", os.path.join(inner, "danger"))
        os.makedirs(os.path.join(inner, "s/t"))
    print(os.path.exists(inner), (root / "out/keep/precious").exists())
    file = tempfile.NamedTemporaryFile(dir=root)
    file.write(b"abc")
    file.close()
    print(os.path.exists(file.name))
    with tempfile.NamedTemporaryFile("w", dir=root, delete_on_close=False) as file:
        file.close()
        print(os.path.exists(file.name))
    print(os.path.exists(file.name))


with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(os.path.realpath(folder))
    for part in (make, walk, resolve, search, remove):
        part(root)
