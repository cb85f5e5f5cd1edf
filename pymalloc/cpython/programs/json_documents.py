"""Documents written and read again."""

import json

COUNT = 480


def document(number):
    return {
        "id": number,
        "orders": [
            {
                "part": "bolt %d" % index,
                "price": index * 0.25,
                "tags": ["new", "steel", str(index)],
                "open": index % 3 == 0,
                "note": None,
            }
            for index in range(200)
        ],
    }


def main(count):
    total = 0
    for number in range(count):
        text = json.dumps(document(number))
        total += len(json.loads(text)["orders"]) + len(text)
    return total
