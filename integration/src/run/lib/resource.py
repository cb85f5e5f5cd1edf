"""What the process uses."""

import io
import time

RUSAGE_SELF, RUSAGE_CHILDREN = 0, -1
error = OSError


class struct_rusage:
    """The figures of a process; those that are not known are zero."""

    ru_stime = 0.0
    ru_minflt = ru_majflt = ru_nvcsw = ru_nivcsw = ru_ixrss = ru_idrss = ru_isrss = ru_nswap = 0

    def __init__(self, ru_utime, ru_maxrss):
        self.ru_utime, self.ru_maxrss = ru_utime, ru_maxrss


def getrusage(who, /):
    largest = 0
    try:
        with io.open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    largest = int(line.split()[1])
    except OSError:
        pass
    return struct_rusage(time.process_time(), largest)


def getpagesize():
    return 4096
