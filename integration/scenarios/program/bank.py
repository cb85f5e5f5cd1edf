# Accounts, transfers that roll back, a journal with running balances.
class InsufficientFunds(Exception):
    def __init__(self, account, need):
        super().__init__(f"{account.owner} lacks {need - account.balance}")
        self.account = account


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.journal = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.journal.append(("+", amount, self.balance))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(self, amount)
        self.balance -= amount
        self.journal.append(("-", amount, self.balance))


class Transaction:
    def __init__(self, *accounts):
        self.accounts = accounts

    def __enter__(self):
        self.saved = [(a.balance, len(a.journal)) for a in self.accounts]
        return self

    def __exit__(self, kind, value, tb):
        if kind is not None:
            for a, (balance, n) in zip(self.accounts, self.saved):
                a.balance = balance
                del a.journal[n:]
        return False


def transfer(src, dst, amount, fee=0):
    with Transaction(src, dst):
        dst.deposit(amount)
        src.withdraw(amount + fee)


ann, bob = Account("ann", 100), Account("bob")
transfer(ann, bob, 60)
for amount, fee in ((50, 0), (-5, 0), (40, 1), (40, 0)):
    try:
        transfer(ann, bob, amount, fee)
        print("moved", amount)
    except InsufficientFunds as e:
        print("failed:", e, e.account is ann)
    except ValueError as e:
        print("invalid:", e)
for a in (ann, bob):
    print(f"{a.owner:<5}{a.balance:>6}", a.journal)
print(ann.balance + bob.balance == 100)
