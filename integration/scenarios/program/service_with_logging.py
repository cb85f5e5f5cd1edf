# Logging: levels, formats, a tree of loggers, handlers and filters of one's own; loggers live for as
# long as the program, handlers do not.
import gc
import io
import logging
import sys
import weakref

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("shop")
orders = logging.getLogger("shop.orders")
print(orders.parent is log, log.getEffectiveLevel(), logging.getLevelName(30), log)
log.info("open at %d", 9)
log.debug("never shown")
orders.warning("%s is low: %(n)s" if False else "low: %s", "ink")
try:
    {}["pen"]
except KeyError:
    orders.error("no such thing", exc_info=False)
text = io.StringIO()
handler = logging.StreamHandler(text)
handler.setFormatter(logging.Formatter("[{levelname:>8}] {funcName} {message}", style="{"))
handler.setLevel(logging.ERROR)
log.addHandler(handler)


def sell():
    log.critical("sold out")
    orders.error("order %s failed", 17)


sell()
print(text.getvalue(), end="")
log.removeHandler(handler)


class Discreet(logging.Filter):
    def filter(self, record):
        record.msg = record.msg.replace("secret", "***")
        return "noise" not in record.msg


class Keeper(logging.Handler):
    def __init__(self):
        super().__init__()
        self.kept = []

    def emit(self, record):
        self.kept.append((record.levelno, record.getMessage(), record.name))


keeper = Keeper()
orders.addFilter(Discreet())
orders.addHandler(keeper)
orders.propagate = False
orders.info("the secret is out")
orders.info("noise")
orders.log(25, "between %s", [1])
print(keeper.kept)
watch = weakref.ref(keeper)
orders.removeHandler(keeper)
del keeper
gc.collect()
print(watch(), logging.getLogger("shop.orders") is orders)
logging.disable(logging.ERROR)
log.error("hidden")
logging.disable(logging.NOTSET)
adapter = logging.LoggerAdapter(log, {"user": "ann"})
adapter.info("adapted")
logging.info("at the root")
