# versions: 3.13
# Folders with links in them: walked, searched, resolved and removed without leaving them.
import glob
import os
import pathlib
import tempfile


def make():
    os.makedirs("a/b/c")
    os.makedirs("out/keep")
    for name in ("a/x.txt", "a/b/y.txt", "a/b/c/.hidden", "a/.dot", "out/keep/precious"):
        open(name, "w").close()
    links = {"link": "a", "broken": "nowhere", "a/self": ".", "a/out": "../out",
             "ring1": "ring2", "ring2": "ring1"}
    for name, target in links.items():
        os.symlink(target, name)


def walk():
    for topdown in (True, False):
        rows = os.walk(".", topdown=topdown)
        print(sorted((here, sorted(folders), sorted(files)) for here, folders, files in rows))
    for here, folders, _ in os.walk("."):
        folders.sort()
        print(here)
        if here.endswith("a"):
            folders.clear()


def resolve(root):
    print(os.path.lexists("broken"), os.path.exists("broken"), os.readlink("link"))
    for name in ("link/x.txt", "broken", "a/self/self/b", "a/out/keep", "ring1", "missing/x/.."):
        found = pathlib.Path(name).resolve()
        print(name, found.relative_to(root), os.path.realpath(name) == str(found))
    with os.scandir("a") as entries:
        print(sorted((entry.name, entry.is_dir(), entry.is_symlink()) for entry in entries))


def search():
    os.remove("a/self")
    for pattern in ("*", "**", "**/*.txt", "a/*", "a/**", "*/", "a/.*", "[ab]", "nope/*", "link/*.txt"):
        print(pattern, sorted(glob.glob(pattern, recursive=True)), sorted(glob.glob(pattern)))
    print(sorted(glob.glob("a/*", include_hidden=True)), glob.escape("a[b]*?"))
    print(sorted(map(str, pathlib.Path(".").glob("**/*.txt"))))


def remove(root):
    with tempfile.TemporaryDirectory(dir=root) as inner:
        os.symlink(os.path.join(root, "out"), os.path.join(inner, "danger"))
        os.makedirs(os.path.join(inner, "s/t"))
    print(os.path.exists(inner), os.path.exists("out/keep/precious"))
    file = tempfile.NamedTemporaryFile(dir=root)
    file.write(b"abc")
    file.close()
    print(os.path.exists(file.name))
    with tempfile.NamedTemporaryFile("w", dir=root, delete_on_close=False) as file:
        file.close()
        print(os.path.exists(file.name))
    print(os.path.exists(file.name))


with tempfile.TemporaryDirectory() as folder:
    root = os.path.realpath(folder)
    os.chdir(root)
    make()
    walk()
    resolve(root)
    search()
    remove(root)
    os.chdir("/")
