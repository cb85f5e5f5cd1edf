"""`collections.abc` under its usual name."""

import sys
import collections_abc

sys.modules[__name__] = collections_abc
