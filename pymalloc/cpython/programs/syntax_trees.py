"""Source text parsed to syntax trees, walked, copied and compiled."""

import ast
import copy

COUNT = 30

SOURCE = '''
def function_{0}(first, second=None, *rest, **named):
    """Something of number {0}."""
    result = []
    for index, item in enumerate(rest):
        if item is not None and index % {0} != 1:
            result.append({{"item": item, "index": index + first, "named": named.get("n")}})
        else:
            result.extend(other * {0} for other in (first, second) if other)
    return sorted(result, key=lambda entry: str(entry))
'''


def main(count):
    total = 0
    for number in range(count):
        text = "".join(SOURCE.format(number * 10 + index + 2) for index in range(10))
        tree = ast.parse(text)
        total += sum(1 for _ in ast.walk(copy.deepcopy(tree)))
        total += len(compile(tree, "source", "exec").co_consts)
    return total
