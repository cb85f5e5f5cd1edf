# A weak reference leads to an object without keeping it alive.
import sys
import weakref


class Page:
    def __init__(self, title):
        self.title = title


page = Page("index")
before = sys.getrefcount(page)
ref = weakref.ref(page)
print("count unchanged:", sys.getrefcount(page) == before)
print("called, it gives the object:", ref().title)

told = []
watch = weakref.ref(page, lambda r: told.append("gone"))
del page
print("after the object:", ref(), told)

cache = weakref.WeakValueDictionary()
index = Page("index")
cache["index"] = index
print("cached:", "index" in cache, len(cache))
del index
print("the cache did not keep it:", "index" in cache, len(cache))
