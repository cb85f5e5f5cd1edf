# The weak containers are sets and mappings to the abstract classes, whichever is imported first.
import weakref
from collections.abc import Mapping, MutableMapping, MutableSet, Set

for container in (weakref.WeakSet, weakref.WeakKeyDictionary, weakref.WeakValueDictionary):
    for cls in (Set, MutableSet, Mapping, MutableMapping):
        print(container.__name__, cls.__name__, isinstance(container(), cls),
              issubclass(container, cls))
