# Finding a leak with the tools of gc: what grew, who holds it.
import gc
gc.disable()
gc.collect()


class Session:
    def __init__(self, user):
        self.user = user
        self.data = {"user": user, "items": [user] * 3}


class Server:
    def __init__(self):
        self.sessions = {}
        self.log = []

    def login(self, user):
        s = self.sessions[user] = Session(user)
        self.log.append(lambda: s.user)
        return s

    def logout(self, user):
        del self.sessions[user]


def alive(cls):
    return [o for o in gc.get_objects() if type(o) is cls]


def kinds_of_referrers(obj):
    return sorted({type(r).__name__ for r in gc.get_referrers(obj)})


server = Server()
for i in range(5):
    server.login(f"u{i}")
    server.logout(f"u{i}")
gc.collect()
print("logged out but alive:", len(alive(Session)), len(server.sessions))
suspect = alive(Session)[0]
print("a cell holds it:", "cell" in kinds_of_referrers(suspect))
cells = [r for r in gc.get_referrers(suspect) if type(r).__name__ == "cell"]
print("one cell:", len(cells), cells[0].cell_contents is suspect)
del suspect, cells
server.log.clear()
print("after the log was cleared:", len(alive(Session)))
before = len(gc.get_objects())
rows = [[] for _ in range(50)]
print("grew by at least 50:", len(gc.get_objects()) - before >= 50)
