"""Small dictionaries as records, and one large one that is filled and emptied."""

COUNT = 300_000


def main(count):
    records = []
    for index in range(count):
        records.append({"id": index, "name": "n%d" % index, "size": index * 3})
        if len(records) > 2000:
            records = records[1000:]
    table = {}
    for index in range(count):
        table["key", index] = index
    for index in range(0, count, 2):
        del table["key", index]
    return len(records) + len(table)
