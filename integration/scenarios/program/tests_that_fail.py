# versions: 3.13
# A runner tells what came of tests that fail, are skipped, or cannot be prepared or put away.
import io
import re
import unittest

log = []


class NotPrepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        log.append("prepared")
        raise ValueError("class")

    @classmethod
    def tearDownClass(cls):
        log.append("must not be called")

    def test(self):
        log.append("must not run")


class Failing(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        log.append("put away")
        raise ValueError("at the end")

    def setUp(self):
        self.addCleanup(log.append, "first")
        self.addCleanup(self.fail, "in a cleanup")
        self.addCleanup(log.append, "last")

    def test_equal(self):
        self.assertEqual([1, 2], [1, 3])

    def test_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertNotEqual(number, 1)

    def test_skipped_part(self):
        with self.subTest("part"):
            self.skipTest("inner")
        log.append("goes on")


class Marked(unittest.TestCase):
    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_unexpected(self):
        pass

    @unittest.skip("why")
    def test_skipped(self):
        pass

    def test_documented(self):
        """The first line.
        And more."""


@unittest.skipIf(True, "whole class")
class Skipped(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        log.append("must not be called")

    def test(self):
        pass


class SkipsItself(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise unittest.SkipTest("by itself")

    def test(self):
        pass


class FailsTwice(unittest.TestCase):
    def tearDown(self):
        raise KeyError("afterwards")

    def test(self):
        self.fail("at first")


def run(*classes):
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    out = io.StringIO()
    result = unittest.TextTestRunner(out, verbosity=2).run(unittest.TestSuite(map(load, classes)))
    text = re.sub(r"in [\d.]+s", "in no time", out.getvalue())
    text = re.sub(r'File ".*?"', "File", text)
    print(re.sub(r"(?m)^ +[\^~]+\n", "", text))
    print(result)


run(NotPrepared)
run(Failing)
run(Marked, Skipped, SkipsItself, FailsTwice)
print(log)
