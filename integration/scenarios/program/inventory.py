# Stock kept in dicts of dicts: grouping, sorting, reporting.
ITEMS = """apple,fruit,3,0.50
pear,fruit,0,0.75
hammer,tool,7,12.00
saw,tool,2,18.50
nail,tool,500,0.05
kiwi,fruit,12,0.30"""


class Item:
    def __init__(self, name, kind, count, price):
        self.name, self.kind = name, kind
        self.count, self.price = int(count), float(price)

    @property
    def worth(self):
        return self.count * self.price

    def __repr__(self):
        return f"Item({self.name}, {self.count})"


def parse(text):
    for line in text.splitlines():
        yield Item(*line.split(","))


def group(items, key):
    groups = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


items = list(parse(ITEMS))
kinds = group(items, lambda i: i.kind)
for kind in sorted(kinds):
    members = sorted(kinds[kind], key=lambda i: -i.worth)
    print(f"{kind.upper():-^24}")
    for i in members:
        print(f"{i.name:<8}{i.count:>5}{i.worth:>10.2f}")
    print(f"{'total':<13}{sum(i.worth for i in members):>10.2f}")
print([i for i in items if not i.count], max(items, key=lambda i: i.price))
by_name = {i.name: i for i in items}


def sell(name, n=1):
    item = by_name[name]
    if item.count < n:
        raise ValueError(f"only {item.count} of {name}")
    item.count -= n
    return round(n * item.price, 2)


print(sell("nail", 100), sell("saw"), by_name["nail"])
for name, n in (("pear", 1), ("anvil", 1)):
    try:
        sell(name, n)
    except ValueError as e:
        print("ValueError:", e)
    except KeyError as e:
        print("KeyError:", e)
print(any(i.count == 0 for i in items), all(i.price > 0 for i in items), len(items))
