"""Times one of the programs beside this file: `harness.py NAME [--quick]`.

Prints one JSON object: the processor seconds of each pass, and the most bytes that were resident.
"""

import importlib
import json
import sys
import time

PASSES = 3


def peak():
    """What the kernel has seen of this very program; getrusage would include the one before it."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def run():
    program = importlib.import_module(sys.argv[1])
    share = 10 if "--quick" in sys.argv else 1
    count = max(1, program.COUNT // share)
    program.main(max(1, count // 10))
    seconds = []
    for _ in range(PASSES):
        start = time.process_time()
        program.main(count)
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds, "peak": peak()}))


run()
