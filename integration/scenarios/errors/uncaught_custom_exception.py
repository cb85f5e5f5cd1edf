# Locals of the failed frames die when the program ends, after the report.
class Res:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("released", self.name)


class AppError(Exception):
    pass


def work():
    r = Res("in frame")
    try:
        {}["missing"]
    except KeyError as e:
        raise AppError("failed") from e


print("start")
work()
