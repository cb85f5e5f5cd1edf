"""Constraints between variables, planned and executed when an input changes."""

COUNT = 240


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0


class Constraint:
    def __init__(self, strength, *variables):
        self.strength = strength
        self.variables = variables
        for variable in variables:
            variable.constraints.append(self)


class Stay(Constraint):
    def outputs(self):
        return self.variables

    def inputs(self):
        return ()

    def execute(self):
        pass


class Equal(Constraint):
    def outputs(self):
        return self.variables[1:]

    def inputs(self):
        return self.variables[:1]

    def execute(self):
        source, target = self.variables
        target.value = source.value


class Scale(Constraint):
    def outputs(self):
        return self.variables[3:]

    def inputs(self):
        return self.variables[:3]

    def execute(self):
        source, scale, offset, target = self.variables
        target.value = source.value * scale.value + offset.value


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, variable):
        self.mark += 1
        steps, open = [], [variable]
        variable.mark = self.mark
        while open:
            current = open.pop()
            for constraint in sorted(current.constraints, key=lambda one: one.strength):
                if current not in constraint.inputs():
                    continue
                for output in constraint.outputs():
                    if output.mark != self.mark:
                        output.mark = self.mark
                        output.determined_by = constraint
                        steps.append(constraint)
                        open.append(output)
        return steps


def change(planner, variable, values):
    steps = planner.plan(variable)
    for value in values:
        variable.value = value
        for step in steps:
            step.execute()


def main(count):
    planner = Planner()
    total = 0
    for _ in range(count):
        chain = [Variable("v%d" % index, index) for index in range(200)]
        for left, right in zip(chain, chain[1:]):
            Equal(2, left, right)
        Stay(1, chain[-1])
        change(planner, chain[0], range(10))
        scale, offset = Variable("scale", 10), Variable("offset", 1000)
        sources = [Variable("s%d" % index, index) for index in range(100)]
        targets = [Variable("t%d" % index, 0) for index in range(100)]
        for source, target in zip(sources, targets):
            Stay(3, source)
            Scale(2, source, scale, offset, target)
        for source in sources:
            change(planner, source, (source.value + 1,))
        change(planner, scale, range(5))
        total += chain[-1].value + sum(target.value for target in targets)
    return total
