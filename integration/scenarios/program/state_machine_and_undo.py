# An editor with commands, undo and redo; the history is bounded.
import weakref


class Command:
    live = weakref.WeakSet()

    def __init__(self, editor):
        self.editor = weakref.proxy(editor)
        Command.live.add(self)


class Insert(Command):
    def __init__(self, editor, pos, text):
        super().__init__(editor)
        self.pos, self.text = pos, text

    def do(self):
        t = self.editor.text
        self.editor.text = t[:self.pos] + self.text + t[self.pos:]

    def undo(self):
        t = self.editor.text
        self.editor.text = t[:self.pos] + t[self.pos + len(self.text):]


class Delete(Command):
    def __init__(self, editor, start, end):
        super().__init__(editor)
        self.start, self.end = start, end

    def do(self):
        t = self.editor.text
        self.cut = t[self.start:self.end]
        self.editor.text = t[:self.start] + t[self.end:]

    def undo(self):
        t = self.editor.text
        self.editor.text = t[:self.start] + self.cut + t[self.start:]


class Editor:
    def __init__(self, depth=3):
        self.text = ""
        self.depth = depth
        self.done, self.undone = [], []

    def run(self, cls, *args):
        cmd = cls(self, *args)
        cmd.do()
        self.done.append(cmd)
        del self.done[:-self.depth]
        self.undone.clear()
        return self

    def undo(self):
        if self.done:
            cmd = self.done.pop()
            cmd.undo()
            self.undone.append(cmd)
        return self.text

    def redo(self):
        if self.undone:
            cmd = self.undone.pop()
            cmd.do()
            self.done.append(cmd)
        return self.text


e = Editor()
e.run(Insert, 0, "hello").run(Insert, 5, " world").run(Delete, 0, 1).run(Insert, 0, "J")
print(e.text, len(e.done), len(Command.live))
print(e.undo(), "|", e.undo(), "|", e.undo(), "|", e.undo())
print(e.redo(), "|", e.redo(), len(e.undone))
e.run(Insert, 0, ">> ")
print(e.text, len(e.undone), len(Command.live))
cmd = e.done[-1]
del e
print(len(Command.live))
try:
    cmd.undo()
except ReferenceError:
    print("the editor is gone")
