# SystemExit raised by hand carries its status, objects alive are finalized.
class Loud:
    def __del__(self):
        print("finalized at exit")


keep = Loud()
print("leaving")
raise SystemExit(7)
